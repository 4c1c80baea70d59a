using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

/// <summary>Once for each tick, also where the clocks of the machines differ; the body is synchronous, and another method is called where somebody else was first.</summary>
[DistributedLock("tick-{FireTimeUtc:yyyyMMdd}", HoldAtLeastSeconds = 20, Fallback = nameof(Late))]
internal sealed partial class TickJob(IDistributedLockProvider locks, JobProbe probe) : IJob
{
    public void Execute(IDistributedLockHandle handle) => probe.Run($"tick {handle.Mode}");

    private Task Late(IJobExecutionContext context) => probe.RunAsync("late", context.CancellationToken);
}
