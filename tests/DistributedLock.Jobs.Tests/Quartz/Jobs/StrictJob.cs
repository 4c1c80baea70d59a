using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

/// <summary>Being kept out is a failure. It takes no token, and watches the one of its context.</summary>
[DistributedLock("strict", OnContention = Contention.Throw)]
internal sealed partial class StrictJob(IDistributedLockProvider locks, JobProbe probe) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context) => await probe.RunAsync("strict", context.CancellationToken);
}
