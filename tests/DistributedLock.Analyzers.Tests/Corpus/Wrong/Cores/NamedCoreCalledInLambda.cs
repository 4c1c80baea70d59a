public partial class Index(IDistributedLockProvider locks)
{
    [DistributedLock("index", Core = nameof(DoRebuild))]
    public partial Task RebuildAsync(CancellationToken cancellationToken = default);

    private Task DoRebuild(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);

    public Func<CancellationToken, Task> Job => token => {|DLK0105:DoRebuild|}(token);
}
