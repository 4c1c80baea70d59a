using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

/// <summary>Whoever is kept out comes again.</summary>
[DistributedLock("later-{MergedJobDataMap[tenantId]}", OnContention = Contention.Reschedule, RescheduleSeconds = 0.1)]
internal sealed partial class LaterJob(IDistributedLockProvider locks, JobProbe probe) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await probe.RunAsync($"later {context.MergedJobDataMap["tenantId"]} {context.MergedJobDataMap["page"]}", cancellationToken);
}
