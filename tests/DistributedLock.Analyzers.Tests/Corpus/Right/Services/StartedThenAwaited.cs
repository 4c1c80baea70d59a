public partial class Search(IDistributedLockProvider locks)
{
    [DistributedLock("index-{name}")]
    public partial Task<int> RebuildAsync(string name, CancellationToken cancellationToken = default);

    private Task<int> RebuildCoreAsync(string name, CancellationToken cancellationToken) => Task.FromResult(name.Length);

    public async Task<int> RunAsync(string name, CancellationToken cancellationToken)
    {
        var rebuilding = RebuildAsync(name, cancellationToken);
        Console.WriteLine("meanwhile");
        return await rebuilding + 1;
    }

    public async Task<int> RunOneOfAsync(bool isLarge, CancellationToken cancellationToken)
    {
        var task = isLarge ? RebuildAsync("large", cancellationToken) : RebuildAsync("small", cancellationToken);
        return await task.ConfigureAwait(false);
    }

    public async Task<string> DescribeAsync() => $"{await RebuildAsync("all")} documents";
}
