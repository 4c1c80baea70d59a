using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz;

/// <summary>One run at a time for each tenant; the others are skipped.</summary>
[DistributedLock("tenant-{MergedJobDataMap[tenantId]}")]
public sealed partial class TenantJob(IDistributedLockProvider locks, JobProbe probe) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await probe.RunAsync(context, cancellationToken);
}
