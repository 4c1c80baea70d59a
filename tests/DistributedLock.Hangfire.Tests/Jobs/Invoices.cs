namespace DistributedLock.Hangfire.Tests.Jobs;

/// <summary>Jobs whose methods have the lock: the main form.</summary>
public partial class Invoices(IDistributedLockProvider locks, JobProbe probe)
{
    [DistributedLock("invoice-{tenantId}", TimeoutSeconds = 0, OnContention = Contention.Reschedule, RescheduleSeconds = 20)]
    public partial Task CreateAsync(string tenantId, CancellationToken cancellationToken);

    [DistributedLock("invoice-{tenantId}", TimeoutSeconds = 0)]
    public partial void Send(string tenantId);

    private Task CreateCoreAsync(string tenantId, CancellationToken cancellationToken)
    {
        probe.Run(tenantId, cancellationToken);
        return Task.CompletedTask;
    }

    private void SendCore(string tenantId) => probe.Run(tenantId, CancellationToken.None);
}
