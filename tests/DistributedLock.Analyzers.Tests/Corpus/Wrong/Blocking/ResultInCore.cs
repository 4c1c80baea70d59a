public partial class Index(IDistributedLockProvider locks)
{
    [DistributedLock("index-{name}")]
    public partial Task<string> ReadAsync(string name, CancellationToken cancellationToken = default);

    private async Task<string> ReadCoreAsync(string name, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return {|DLK0106:System.IO.File.ReadAllTextAsync(name, cancellationToken).Result|};
    }
}
