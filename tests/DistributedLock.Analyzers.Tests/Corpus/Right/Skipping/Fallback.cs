public partial class Prices(IDistributedLockProvider locks)
{
    private decimal _last;

    [DistributedLock("price-{article}", TimeoutSeconds = 1, Fallback = nameof(LastKnownAsync))]
    public partial Task<decimal> RefreshAsync(string article, CancellationToken cancellationToken = default);

    private async Task<decimal> RefreshCoreAsync(string article, CancellationToken cancellationToken)
    {
        await Task.Delay(article.Length, cancellationToken);
        return _last = article.Length;
    }

    private Task<decimal> LastKnownAsync(string article, CancellationToken cancellationToken) => Task.FromResult(_last);
}
