//: library Warehouse
using Warehouse;

public class Deliveries(IDistributedLockProvider locks, IStock stock)
{
    public async Task UnpackAsync(string shelf, int articleId, CancellationToken cancellationToken)
    {
        await using var held = await locks.AcquireAsync($"shelf-{shelf}", cancellationToken: cancellationToken);
        await {|DLK0202:stock.ReserveAsync(articleId, 1, cancellationToken)|};
    }
}
