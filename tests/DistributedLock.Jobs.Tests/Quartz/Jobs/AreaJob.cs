using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

/// <summary>A base class with a lock of its own.</summary>
[DistributedLock("area-{Area}")]
internal abstract partial class AreaJob(IDistributedLockProvider locks, JobProbe probe) : IJob
{
    public abstract string Area { get; }

    protected JobProbe Probe { get; } = probe;

    public virtual async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Probe.RunAsync(Area, cancellationToken);
}
