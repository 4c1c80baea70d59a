using DistributedLock.Jobs.Tests.Scaffolding;

namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

/// <summary>Has the lock of its base class, and needs to do nothing for it.</summary>
internal sealed class NorthJob(IDistributedLockProvider locks, JobProbe probe) : AreaJob(locks, probe)
{
    public override string Area => "north";
}
