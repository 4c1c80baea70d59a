public partial class Reports(IDistributedLockProvider locks)
{
    [DistributedLock("page-{number}")]
    public partial Task WritePageAsync(int number, CancellationToken cancellationToken = default);

    private Task WritePageCoreAsync(int number, CancellationToken cancellationToken) => Task.Delay(number, cancellationToken);

    public Task WriteAsync()
    {
        using var handle = locks.Acquire("report");
        return {|DLK0103:WritePageAsync(1)|};
    }
}
