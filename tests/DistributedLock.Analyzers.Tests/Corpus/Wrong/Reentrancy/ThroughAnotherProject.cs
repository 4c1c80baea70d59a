//: library Warehouse
using Warehouse;

public partial class Deliveries(IDistributedLockProvider locks, IStock stock, Shelves shelves)
{
    [DistributedLock("stock-{articleId}")]
    public partial Task DeliverAsync(int articleId, int pieces, CancellationToken cancellationToken);

    private async Task DeliverCoreAsync(int articleId, int pieces, CancellationToken cancellationToken)
    {
        await {|DLK0201:stock.ReserveAsync(articleId, pieces, cancellationToken)|};
    }

    public async Task StoreAsync(Article article, CancellationToken cancellationToken)
    {
        await using var held = await locks.AcquireAsync($"shelf-{article.Shelf}", cancellationToken: cancellationToken);
        await {|DLK0201:shelves.MoveAsync(article, article.Shelf, cancellationToken)|};
    }

    public Task SortAsync(string shelf, CancellationToken cancellationToken) =>
        shelves.WithShelfAsync(shelf, () => {|DLK0201:shelves.TidyAsync(shelf, cancellationToken)|}, cancellationToken);
}
