using DistributedLock;

namespace Shop;

public partial class Stock(IDistributedLockProvider locks)
{
    [DistributedLock("stock-<item>", TimeoutSeconds = 3)]
    public partial Task ReserveAsync(int item, CancellationToken cancellationToken = default);

    [DistributedLock("stock-{item}")]
    public partial Task CorrectAsync(int item, CancellationToken cancellationToken = default);

    private async Task ReserveCoreAsync(int item, CancellationToken cancellationToken) => await Task.Delay(item, cancellationToken);

    // The other way round than Orders.PlaceAsync.
    private async Task CorrectCoreAsync(int item, CancellationToken cancellationToken) => await new Orders(locks).PlaceAsync(item, cancellationToken);
}
