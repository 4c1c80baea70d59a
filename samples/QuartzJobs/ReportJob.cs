using DistributedLock;
using Quartz;

namespace QuartzJobs;

/// <summary>The whole point of the sample: every process schedules it for every second, and one of them runs it.</summary>
/// <remarks>
/// The key names the tick, so that one tick never waits for another; the lock is kept for longer than clocks and schedulers differ, so that a process
/// that comes late to a tick finds it taken though its run is over.
/// </remarks>
[DistributedLock("report-{ScheduledFireTimeUtc:HHmmss}", HoldAtLeastSeconds = 10)]
internal sealed partial class ReportJob(IDistributedLockProvider locks, TickLog log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        log.Begin(context.ScheduledFireTimeUtc);
        await Task.Delay(TimeSpan.FromSeconds(0.3), cancellationToken); // the work
        log.End(context.ScheduledFireTimeUtc);
    }
}
