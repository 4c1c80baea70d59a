__order__
public partial class Accounts(IDistributedLockProvider locks)
{
    [DistributedLock("__first__"__mode__)]
    public partial Task BookAsync(int id, CancellationToken cancellationToken = default);

    private async Task BookCoreAsync(int id, CancellationToken cancellationToken)
    {
        await {|__fault__:RetryAsync(() => __step__Async(id, cancellationToken))|};
    }

    private static async Task RetryAsync(Func<Task> attempt)
    {
        await attempt();
    }

    [DistributedLock("__second__")]
    public partial Task CheckAsync(int id, CancellationToken cancellationToken = default);

    private Task CheckCoreAsync(int id, CancellationToken cancellationToken) => Task.Delay(id, cancellationToken);

    private Task NextAsync(int id, CancellationToken cancellationToken) => CheckAsync(id, cancellationToken);
}
