public partial class Index(IDistributedLockProvider locks)
{
    [DistributedLock("index")]
    public partial Task RebuildAsync(CancellationToken cancellationToken = default);

    private Task {|DLK0107:RebuildCoreAsync|}() => Task.Delay(1);
}
