public partial class Orders(IDistributedLockProvider locks)
{
    [DistributedLock("order-{id}")]
    public partial Task ShipAsync(int id, CancellationToken cancellationToken = default);

    private async Task ShipCoreAsync(int id, CancellationToken cancellationToken)
    {
        await Task.Delay(id, cancellationToken);
        _ = {|DLK0108:PrintLabelAsync(id)|};
    }

    private static Task PrintLabelAsync(int id) => Task.Delay(id);
}
