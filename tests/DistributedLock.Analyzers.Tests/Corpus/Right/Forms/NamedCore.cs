public partial class Index(IDistributedLockProvider locks)
{
    [DistributedLock("index", Core = nameof(RebuildLocked))]
    public partial Task RebuildAsync(CancellationToken cancellationToken = default);

    private async Task RebuildLocked(CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
    }
}
