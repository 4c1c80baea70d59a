public partial class Orders(IDistributedLockProvider locks)
{
    [DistributedLock("customer-{customer}")]
    public partial Task ShipAllAsync(int customer, CancellationToken cancellationToken = default);

    private async Task ShipAllCoreAsync(int customer, CancellationToken cancellationToken)
    {
        for (var order = 0; order < customer; order++)
        {
            await ShipAsync(order, cancellationToken);
        }
    }

    [DistributedLock("customer-{customer}")]
    public partial Task ShipNextAsync(int customer, CancellationToken cancellationToken = default);

    private Task ShipNextCoreAsync(int customer, CancellationToken cancellationToken) => ShipAsync(customer + 1, cancellationToken);

    [DistributedLock("order-{order}")]
    public partial Task ShipAsync(int order, CancellationToken cancellationToken = default);

    private Task ShipCoreAsync(int order, CancellationToken cancellationToken) => Task.Delay(order, cancellationToken);
}
