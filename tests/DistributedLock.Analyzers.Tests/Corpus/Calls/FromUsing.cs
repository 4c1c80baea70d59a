__order__
public partial class Accounts(IDistributedLockProvider locks)
{
    public async Task BookAsync(CancellationToken cancellationToken)
    {
        await using var handle = await locks.AcquireAsync(new LockRequest("__first__") { __requestmode__ }, cancellationToken);
        await {|__fault__:VerifyAsync(cancellationToken)|};
    }

    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await __step__Async(1, cancellationToken);
    }

    [DistributedLock("__second__")]
    public partial Task CheckAsync(int number, CancellationToken cancellationToken = default);

    private Task CheckCoreAsync(int number, CancellationToken cancellationToken) => Task.Delay(number, cancellationToken);

    private Task NextAsync(int number, CancellationToken cancellationToken) => CheckAsync(number, cancellationToken);
}
