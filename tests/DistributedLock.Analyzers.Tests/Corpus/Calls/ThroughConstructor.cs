__order__
public class Verification
{
    public Verification(Accounts accounts) => accounts.__step__(default);
}

public partial class Accounts(IDistributedLockProvider locks)
{
    [DistributedLock("__first__"__mode__)]
    public partial void Book(CancellationToken cancellationToken = default);

    private void BookCore(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var verification = {|__fault__:new Verification(this)|};
        Console.WriteLine(verification);
    }

    [DistributedLock("__second__")]
    public partial void Check(CancellationToken cancellationToken = default);

    private void CheckCore(CancellationToken cancellationToken) => cancellationToken.ThrowIfCancellationRequested();

    internal void Next(CancellationToken cancellationToken) => Check(cancellationToken);
}
