__order__
public abstract partial class Accounts(IDistributedLockProvider locks)
{
    [DistributedLock("__first__"__mode__)]
    public partial Task BookAsync(int id, CancellationToken cancellationToken = default);

    private async Task BookCoreAsync(int id, CancellationToken cancellationToken)
    {
        await {|__fault__:VerifyAsync(id, cancellationToken)|};
    }

    protected virtual Task VerifyAsync(int id, CancellationToken cancellationToken) => Task.CompletedTask;

    [DistributedLock("__second__")]
    public partial Task CheckAsync(int id, CancellationToken cancellationToken = default);

    private Task CheckCoreAsync(int id, CancellationToken cancellationToken) => Task.Delay(id, cancellationToken);

    protected Task NextAsync(int id, CancellationToken cancellationToken) => CheckAsync(id, cancellationToken);
}

public class CarefulAccounts(IDistributedLockProvider locks) : Accounts(locks)
{
    protected override async Task VerifyAsync(int id, CancellationToken cancellationToken)
    {
        await __step__Async(id, cancellationToken);
    }
}
