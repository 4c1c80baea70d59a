public partial class Stock(IDistributedLockProvider locks)
{
    [DistributedLock("stock-{article}")]
    public partial Task<int> CountAsync(string article, CancellationToken cancellationToken = default);

    private Task<int> CountCoreAsync(string article, CancellationToken cancellationToken) => Task.FromResult(article.Length);

    public Task<int> CountDefaultAsync() => CountAsync("default");

    public Task<int> CountOfAsync(string? article)
    {
        if (article is null)
        {
            return Task.FromResult(0);
        }

        return CountAsync(article);
    }

    public ValueTask<int> CountLaterAsync(string article) => new(CountAsync(article));
}
