__order__
public interface IVerification
{
    Task VerifyAsync(Accounts accounts, int id, CancellationToken cancellationToken);
}

public class Verification : IVerification
{
    public Task VerifyAsync(Accounts accounts, int id, CancellationToken cancellationToken) => accounts.__step__Async(id, cancellationToken);
}

public partial class Accounts(IDistributedLockProvider locks, IVerification verification)
{
    [DistributedLock("__first__"__mode__)]
    public partial Task BookAsync(int id, CancellationToken cancellationToken = default);

    private async Task BookCoreAsync(int id, CancellationToken cancellationToken)
    {
        await {|__fault__:verification.VerifyAsync(this, id, cancellationToken)|};
    }

    [DistributedLock("__second__")]
    public partial Task CheckAsync(int id, CancellationToken cancellationToken = default);

    private Task CheckCoreAsync(int id, CancellationToken cancellationToken) => Task.Delay(id, cancellationToken);

    internal Task NextAsync(int id, CancellationToken cancellationToken) => CheckAsync(id, cancellationToken);
}
