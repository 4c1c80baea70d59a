using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

/// <summary>Quartz's exclusion is for one job key in one store, ours for the rest.</summary>
[DisallowConcurrentExecution]
[DistributedLock("alone", OnContention = Contention.Throw)]
internal sealed partial class AloneJob(IDistributedLockProvider locks, JobProbe probe) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await probe.RunAsync("alone", cancellationToken);
}
