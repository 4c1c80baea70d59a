namespace DistributedLock.InMemory;

/// <summary>A lock of the in-memory provider that is held.</summary>
internal sealed class InMemoryLockHandle(
    InMemoryLockProvider provider, InMemoryLock owner, InMemoryHold hold, LockRequest request, DateTimeOffset acquiredAt, long fencingToken)
    : DistributedLockHandle(provider, request, acquiredAt, fencingToken)
{
    protected override ValueTask<bool> ReleaseCoreAsync() => new(ReleaseCore());

    protected override bool ReleaseCore()
    {
        owner.Release(hold, Request);
        return true;
    }
}
