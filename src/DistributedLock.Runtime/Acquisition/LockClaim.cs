namespace DistributedLock.Acquisition;

/// <summary>One lock of several that are to be taken together.</summary>
internal readonly struct LockClaim(IDistributedLockProvider provider, LockRequest request)
{
    public IDistributedLockProvider Provider { get; } = provider;

    public LockRequest Request { get; } = request;

    public LockClaim Resolved() => new(Provider, LockRequestResolution.Of(Provider, Request));

    public bool IsSameLock(LockClaim other) =>
        LockProviderIdentity.AreSame(Provider, other.Provider) && Request.Key == other.Request.Key && Request.IsSemaphore == other.Request.IsSemaphore;
}
