public interface IActionResult;

public sealed record StatusResult(int Status) : IActionResult;

public class OrdersController(OrderService orders)
{
    public async Task<IActionResult> Ship(int id, CancellationToken cancellationToken)
    {
        try
        {
            var result = await orders.ShipAsync(id, cancellationToken);
            return new StatusResult(result.Ran ? 200 : 409);
        }
        catch (LockBackendException)
        {
            return new StatusResult(503);
        }
    }
}

public partial class OrderService(IDistributedLockProvider locks)
{
    [DistributedLock("order-{id}", OnContention = Contention.Skip, TimeoutSeconds = 2)]
    public partial Task<LockResult> ShipAsync(int id, CancellationToken cancellationToken = default);

    private Task ShipCoreAsync(int id, CancellationToken cancellationToken) => Task.Delay(id, cancellationToken);
}
