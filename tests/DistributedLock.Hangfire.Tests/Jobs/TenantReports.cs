namespace DistributedLock.Hangfire.Tests.Jobs;

/// <summary>Skipped where another server builds for the same tenant.</summary>
[DistributedLock("report-{tenantId}")]
public class TenantReports(JobProbe probe)
{
    public void Build(string tenantId, CancellationToken cancellationToken) => probe.Run(tenantId, cancellationToken);

    public async Task BuildAsync(int day, string tenantId)
    {
        await Task.Yield();
        probe.Run($"{tenantId}@{day}", CancellationToken.None);
    }

    public Task<string> BuildAsync(string tenantId) => Task.FromResult(probe.Run(tenantId, CancellationToken.None));
}
