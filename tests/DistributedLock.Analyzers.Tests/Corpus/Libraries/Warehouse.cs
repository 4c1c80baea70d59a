namespace Warehouse;

public sealed record Article(int Id, string Shelf);

public interface IStock
{
    Task ReserveAsync(int articleId, int pieces, CancellationToken cancellationToken);
}

internal sealed class Stock(IDistributedLockProvider locks, Shelves shelves) : IStock
{
    private readonly Dictionary<int, int> _reserved = [];

    public async Task ReserveAsync(int articleId, int pieces, CancellationToken cancellationToken)
    {
        await using var held = await locks.AcquireAsync($"stock-{articleId}", cancellationToken: cancellationToken);
        _reserved[articleId] = _reserved.GetValueOrDefault(articleId) + pieces;
        await shelves.TidyAsync("main", cancellationToken);
    }
}

public partial class Shelves(IDistributedLockProvider locks)
{
    private readonly List<Article> _articles = [];

    [DistributedLock("shelf-{shelf}")]
    public partial Task TidyAsync(string shelf, CancellationToken cancellationToken);

    private async Task TidyCoreAsync(string shelf, CancellationToken cancellationToken)
    {
        _articles.RemoveAll(article => article.Shelf == shelf);
        await Task.Delay(1, cancellationToken);
    }

    public async Task MoveAsync(Article article, string shelf, CancellationToken cancellationToken)
    {
        await using var held = await locks.AcquireAsync($"article-{article.Id}", cancellationToken: cancellationToken);
        _articles.Add(article with { Shelf = shelf });
        await TidyAsync(shelf, cancellationToken);
    }

    public async Task WithShelfAsync(string shelf, Func<Task> work, CancellationToken cancellationToken)
    {
        await using var held = await locks.AcquireAsync($"shelf-{shelf}", cancellationToken: cancellationToken);
        await work();
    }

    public Task CountAsync(string shelf, CancellationToken cancellationToken) => Task.Delay(_articles.Count(article => article.Shelf == shelf), cancellationToken);
}
