namespace DistributedLock.LocalQueues;

/// <summary>What a provider of an engine knows of the resources of its store: locks and semaphores, which have key spaces of their own. Thread-safe.</summary>
internal sealed class LocalResources<TLock>
    where TLock : LocalLock
{
    private readonly LocalLockTable<TLock> _locks;
    private readonly LocalLockTable<TLock> _semaphores;
    private readonly string _keyPrefix;

    public LocalResources(string keyPrefix, Func<LockResource, TLock> create)
    {
        _keyPrefix = keyPrefix;
        _locks = new LocalLockTable<TLock>(key => create(new LockResource(key, isSemaphore: false)));
        _semaphores = new LocalLockTable<TLock>(key => create(new LockResource(key, isSemaphore: true)));
    }

    public IEnumerable<TLock> All => _locks.Locks.Concat(_semaphores.Locks);

    /// <summary>The one that a request is for; made when there is none.</summary>
    public TLock Of(LockRequest request) =>
        (request.IsSemaphore ? _semaphores : _locks).Get(_keyPrefix.Length == 0 ? request.Key.Value : _keyPrefix + request.Key.Value);
}
