public partial class Search(IDistributedLockProvider locks)
{
    [DistributedLock("index-{name}")]
    public partial Task RebuildAsync(string name, CancellationToken cancellationToken = default);

    private Task RebuildCoreAsync(string name, CancellationToken cancellationToken) => Task.Delay(name.Length, cancellationToken);

    public async Task RunAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var tasks = new List<Task>();
        foreach (var name in names)
        {
            tasks.Add(RebuildAsync(name, cancellationToken));
        }

        await Task.WhenAll(tasks);
    }
}
