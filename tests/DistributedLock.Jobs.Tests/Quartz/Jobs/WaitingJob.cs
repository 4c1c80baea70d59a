using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

/// <summary>Waits for its lock; when it has it, it keeps it for a while, and is stopped when it takes too long.</summary>
[DistributedLock("waiting", TimeoutSeconds = 300, MaxHoldSeconds = 0.2)]
internal sealed partial class WaitingJob(IDistributedLockProvider locks, JobProbe probe) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await probe.RunAsync("waiting", cancellationToken);
}
