//: library Warehouse
using Warehouse;

public partial class Deliveries(IDistributedLockProvider locks, IStock stock, Shelves shelves)
{
    [DistributedLock("delivery-{articleId}")]
    public partial Task DeliverAsync(int articleId, int pieces, CancellationToken cancellationToken);

    private async Task DeliverCoreAsync(int articleId, int pieces, CancellationToken cancellationToken)
    {
        await stock.ReserveAsync(articleId, pieces, cancellationToken);
        await shelves.TidyAsync("main", cancellationToken);
    }

    // Locks of its own, always before those of the other project.
    public async Task StoreAsync(Article article, string target, CancellationToken cancellationToken)
    {
        await using var held = await locks.AcquireAsync($"label-{article.Shelf}", cancellationToken: cancellationToken);
        await shelves.MoveAsync(article, target, cancellationToken);
        await shelves.CountAsync(article.Shelf, cancellationToken);
    }

    public Task SortAsync(string shelf, CancellationToken cancellationToken) =>
        shelves.WithShelfAsync(shelf, () => shelves.CountAsync(shelf, cancellationToken), cancellationToken);
}
