using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

/// <summary>One run at a time for each tenant; the others are skipped.</summary>
[DistributedLock("tenant-{MergedJobDataMap[tenantId]}")]
internal sealed partial class TenantJob(IDistributedLockProvider locks, JobProbe probe) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await probe.RunAsync("tenant", cancellationToken);
}
