namespace DistributedLock.InMemory;

/// <summary>A lock of the in-memory provider that is held.</summary>
internal sealed class InMemoryLockHandle(InMemoryLock owner, InMemoryHold hold, LockRequest request, long fencingToken)
    : DistributedLockHandle(owner.Provider, request, default, fencingToken)
{
    private readonly AcquisitionTime _acquiredAt = AcquisitionTime.Now(owner.Provider.TimeProvider);

    public override DateTimeOffset AcquiredAt => _acquiredAt.ToDateTime(owner.Provider.TimeProvider);

    protected override ValueTask<bool> ReleaseCoreAsync() => new(ReleaseCore());

    protected override bool ReleaseCore()
    {
        owner.Release(hold, Request);
        return true;
    }
}
