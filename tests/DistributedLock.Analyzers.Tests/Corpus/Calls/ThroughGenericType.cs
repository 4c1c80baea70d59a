__order__
public class Verification<T>
{
    public Task VerifyAsync(Accounts accounts, int id, CancellationToken cancellationToken) => accounts.__step__Async(id, cancellationToken);
}

public partial class Accounts(IDistributedLockProvider locks)
{
    private readonly Verification<string> _verification = new();

    [DistributedLock("__first__"__mode__)]
    public partial Task BookAsync(int id, CancellationToken cancellationToken = default);

    private async Task BookCoreAsync(int id, CancellationToken cancellationToken)
    {
        await {|__fault__:_verification.VerifyAsync(this, id, cancellationToken)|};
    }

    [DistributedLock("__second__")]
    public partial Task CheckAsync(int id, CancellationToken cancellationToken = default);

    private Task CheckCoreAsync(int id, CancellationToken cancellationToken) => Task.Delay(id, cancellationToken);

    internal Task NextAsync(int id, CancellationToken cancellationToken) => CheckAsync(id, cancellationToken);
}
