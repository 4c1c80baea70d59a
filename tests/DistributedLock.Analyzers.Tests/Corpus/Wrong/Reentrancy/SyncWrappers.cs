public partial class Index(IDistributedLockProvider locks)
{
    [DistributedLock("index")]
    public partial void Rebuild(CancellationToken cancellationToken = default);

    private void RebuildCore(CancellationToken cancellationToken)
    {
        {|DLK0201:Compact(cancellationToken)|};
    }

    [DistributedLock("index")]
    public partial int Compact(CancellationToken cancellationToken = default);

    private int CompactCore(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested ? 1 : 0;
}
