using DistributedLock;

[assembly: LockOrder("customer-<id>", "order-{id}")]

namespace Shop;

public partial class Orders(IDistributedLockProvider locks)
{
    [DistributedLock("order-{id}", TimeoutSeconds = 5, LeaseSeconds = 60, Provider = nameof(locks))]
    public partial Task PlaceAsync(int id, CancellationToken cancellationToken = default);

    [DistributedLock("report", TimeoutSeconds = double.PositiveInfinity, Mode = LockMode.Shared)]
    public partial Task ReadAsync();

    [DistributedLock("export", MaxConcurrency = 3)]
    public partial Task ExportAsync();

    public async Task AuditAsync(int day)
    {
        await using (await locks.AcquireAsync($"audit-{day}"))
        {
            await Task.Yield();
        }
    }

    private async Task PlaceCoreAsync(int id, CancellationToken cancellationToken) => await new Stock(locks).ReserveAsync(id, cancellationToken);

    private async Task ReadCoreAsync() => await Task.Yield();

    private async Task ExportCoreAsync() => await Task.Yield();
}
