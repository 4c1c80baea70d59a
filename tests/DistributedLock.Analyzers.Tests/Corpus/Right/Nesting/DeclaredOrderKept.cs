[assembly: LockOrder("tenant-{tenant}", "customer-{customer}", "order-{order}")]

public partial class Orders(IDistributedLockProvider locks)
{
    [DistributedLock("tenant-{tenant}")]
    public partial Task CloseAsync(int tenant, CancellationToken cancellationToken = default);

    private async Task CloseCoreAsync(int tenant, CancellationToken cancellationToken)
    {
        await BillAsync(tenant + 1, cancellationToken);
        await ShipAsync(tenant + 2, cancellationToken);
    }

    [DistributedLock("customer-{customer}")]
    public partial Task BillAsync(int customer, CancellationToken cancellationToken = default);

    private async Task BillCoreAsync(int customer, CancellationToken cancellationToken) => await ShipAsync(customer, cancellationToken);

    [DistributedLock("order-{order}")]
    public partial Task ShipAsync(int order, CancellationToken cancellationToken = default);

    private Task ShipCoreAsync(int order, CancellationToken cancellationToken) => Task.Delay(order, cancellationToken);
}
