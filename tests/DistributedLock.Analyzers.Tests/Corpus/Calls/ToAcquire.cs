__order__
public partial class Accounts(IDistributedLockProvider locks)
{
    [DistributedLock("__first__"__mode__)]
    public partial Task BookAsync(CancellationToken cancellationToken = default);

    private async Task BookCoreAsync(CancellationToken cancellationToken)
    {
        await {|__fault__:__step__Async(cancellationToken)|};
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var handle = await locks.AcquireAsync("__second__", cancellationToken: cancellationToken);
        await Task.Delay(1, cancellationToken);
    }

    private Task NextAsync(CancellationToken cancellationToken) => CheckAsync(cancellationToken);
}
