namespace DistributedLock.Hangfire.Tests.Jobs;

/// <summary>Has no attribute of its own.</summary>
public class DerivedReports(JobProbe probe) : TenantReports(probe)
{
    private readonly JobProbe _probe = probe;

    public void Rebuild(string tenantId) => _probe.Run(tenantId, CancellationToken.None);
}
