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

        // The lock takes a hold whose handle was collected for abandoned, and nothing above needs this handle to the end: without this line it may be
        // collected while its release is under way, and be released twice.
        GC.KeepAlive(this);
        return true;
    }
}
