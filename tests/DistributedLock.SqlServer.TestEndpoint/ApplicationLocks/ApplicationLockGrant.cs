namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>A lock in the hand of one owner, taken once or more often.</summary>
internal sealed class ApplicationLockGrant(ApplicationLockOwner owner)
{
    public ApplicationLockOwner Owner => owner;

    public ApplicationLockMode Mode { get; set; }

    public int Count { get; set; }
}
