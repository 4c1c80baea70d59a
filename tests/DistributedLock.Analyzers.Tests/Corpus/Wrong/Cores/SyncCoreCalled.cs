public partial class Index(IDistributedLockProvider locks)
{
    [DistributedLock("index")]
    public partial void Rebuild(CancellationToken cancellationToken = default);

    private void RebuildCore(CancellationToken cancellationToken) => cancellationToken.ThrowIfCancellationRequested();

    public void RebuildTwice(CancellationToken cancellationToken)
    {
        Rebuild(cancellationToken);
        {|DLK0105:RebuildCore|}(cancellationToken);
    }
}
