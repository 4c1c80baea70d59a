public partial class Thumbnails(IDistributedLockProvider locks)
{
    [DistributedLock("thumbnail-{image}", MaxConcurrency = 4)]
    public partial Task RenderAsync(string image, CancellationToken cancellationToken = default);

    private Task RenderCoreAsync(string image, CancellationToken cancellationToken) => Task.Delay(image.Length, cancellationToken);

    public async Task RenderAllAsync(IEnumerable<string> images, CancellationToken cancellationToken)
    {
        await Task.WhenAll(images.Select(image => RenderAsync(image, cancellationToken)));
    }

    public async Task RenderTwoAsync(string first, string second)
    {
        var left = RenderAsync(first);
        var right = RenderAsync(second);
        await Task.WhenAll(left, right);
    }

    public Task RenderInParallelAsync(IEnumerable<string> images, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(images, cancellationToken, async (image, token) => await RenderAsync(image, token));
}
