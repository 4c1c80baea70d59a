using DistributedLock;

namespace QuickStart;

/// <summary>The whole point of the sample: one method, one attribute. Every worker process calls it; nobody overlaps on one tenant.</summary>
public partial class ReportService(IDistributedLockProvider locks, RunLog log)
{
    // The lease counts only where locks are leases, as in Redis: so short that the show need not wait long for the lock of a killed worker.
    [DistributedLock("report-{tenantId}", TimeoutSeconds = 30, LeaseSeconds = 1.5)]
    public partial Task GenerateAsync(string tenantId, CancellationToken cancellationToken = default);

    private async Task GenerateCoreAsync(string tenantId, CancellationToken cancellationToken)
    {
        using var run = log.Begin(tenantId);
        await Task.Delay(Random.Shared.Next(100, 250), cancellationToken); // the work
    }
}
