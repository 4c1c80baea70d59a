public partial class Downloads(IDistributedLockProvider locks)
{
    [DistributedLock("downloads", MaxConcurrency = 4)]
    public partial Task GetAsync(string url, CancellationToken cancellationToken = default);

    private async Task GetCoreAsync(string url, CancellationToken cancellationToken) => await StoreAsync(url, cancellationToken);

    [DistributedLock("download-{url}")]
    public partial Task StoreAsync(string url, CancellationToken cancellationToken = default);

    private Task StoreCoreAsync(string url, CancellationToken cancellationToken) => Task.Delay(url.Length, cancellationToken);
}
