public partial class Index(IDistributedLockProvider locks)
{
    [DistributedLock("index-{name}")]
    public partial Task WarmAsync(string name, CancellationToken cancellationToken = default);

    private async Task WarmCoreAsync(string name, CancellationToken cancellationToken)
    {
        await Task.Yield();
        {|DLK0106:System.IO.File.ReadAllTextAsync(name, cancellationToken).GetAwaiter().GetResult()|};
    }
}
