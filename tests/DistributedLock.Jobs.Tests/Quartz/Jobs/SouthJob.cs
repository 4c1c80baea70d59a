using DistributedLock.Jobs.Tests.Scaffolding;

namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

/// <summary>Has the lock of its base class and one of its own.</summary>
[DistributedLock("type-{JobDetail.Key.Group}-{_typeName}")]
internal sealed partial class SouthJob<T>(IDistributedLockProvider locks, JobProbe probe) : AreaJob(locks, probe)
{
    private readonly IDistributedLockProvider _locks = locks;
    private readonly string _typeName = typeof(T).Name;

    public override string Area => "south";
}
