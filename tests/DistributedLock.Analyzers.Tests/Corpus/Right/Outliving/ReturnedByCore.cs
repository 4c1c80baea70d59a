public partial class Orders(IDistributedLockProvider locks)
{
    [DistributedLock("order-{id}")]
    public partial Task ShipAsync(int id, CancellationToken cancellationToken = default);

    private Task ShipCoreAsync(int id, CancellationToken cancellationToken)
    {
        if (id < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(id));
        }

        return PrintAsync(id, cancellationToken);
    }

    private static async Task PrintAsync(int id, CancellationToken cancellationToken) => await Task.Delay(id, cancellationToken);
}
