namespace DistributedLock.Testing;

/// <summary>Which form of the contract's members a contender uses.</summary>
internal enum LockForm
{
    Async,
    Sync,
}
