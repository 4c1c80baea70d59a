namespace DistributedLock.Hangfire.Tests.Jobs;

/// <summary>Run again later where somebody else imports.</summary>
[DistributedLock("import-{request.TenantId:N}-{day:yyyyMMdd}", OnContention = Contention.Reschedule, RescheduleSeconds = 30)]
public class NightlyImport(JobProbe probe) : INightlyImport
{
    public void Import(ImportRequest request, DateOnly day) => probe.Run(request.TenantId.ToString(), CancellationToken.None);
}
