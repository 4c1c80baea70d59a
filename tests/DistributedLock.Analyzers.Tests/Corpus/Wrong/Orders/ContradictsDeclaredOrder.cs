[assembly: LockOrder("customer-{customerId}", "order-{orderId}")]

public partial class Orders(IDistributedLockProvider locks)
{
    [DistributedLock("order-{orderId}")]
    public partial Task ShipAsync(int orderId, int customerId, CancellationToken cancellationToken = default);

    private async Task ShipCoreAsync(int orderId, int customerId, CancellationToken cancellationToken)
    {
        await {|DLK0203:BillAsync(customerId, cancellationToken)|};
    }

    [DistributedLock("customer-{customerId}")]
    public partial Task BillAsync(int customerId, CancellationToken cancellationToken = default);

    private Task BillCoreAsync(int customerId, CancellationToken cancellationToken) => Task.Delay(customerId, cancellationToken);
}
