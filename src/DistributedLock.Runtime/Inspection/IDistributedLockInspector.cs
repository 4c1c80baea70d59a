namespace DistributedLock;

/// <summary>
/// Tells who holds what, for operators and tools. A provider that can answer implements it beside <see cref="IDistributedLockProvider"/>. Thread-safe.
/// </summary>
/// <remarks>The answer is a picture of a moment that is over when it arrives: never decide by it whether code may run.</remarks>
public interface IDistributedLockInspector
{
    /// <summary>The locks and permits that are held, of every process, in any order.</summary>
    /// <param name="keyPrefix">What the keys begin with; empty for all. The provider's own prefix is not written.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    IAsyncEnumerable<LockInfo> ListAsync(string keyPrefix = "", CancellationToken cancellationToken = default);

    /// <summary>Who holds one key, as a lock or as a semaphore; empty when nobody does.</summary>
    /// <param name="key">The key as it was requested.</param>
    /// <param name="cancellationToken">Ends the wait for the store's answer.</param>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    ValueTask<IReadOnlyList<LockInfo>> GetAsync(LockKey key, CancellationToken cancellationToken = default);
}
