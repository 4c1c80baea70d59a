namespace DistributedLock;

/// <summary>A lock that is held. Disposing it releases the lock, once, however often it is called. All members are thread-safe.</summary>
public interface IDistributedLockHandle : IAsyncDisposable, IDisposable
{
    /// <summary>The key as it was requested, without the provider's prefix.</summary>
    LockKey Key { get; }

    /// <summary>Exclusive or shared; a semaphore's permit is exclusive.</summary>
    LockMode Mode { get; }

    /// <summary>When the lock was acquired, by this machine's clock.</summary>
    DateTimeOffset AcquiredAt { get; }

    /// <summary>When the lease ends unless it is renewed, by this machine's clock; <see langword="null"/> where the lock lives as long as its session.</summary>
    DateTimeOffset? ExpiresAt { get; }

    /// <summary>
    /// A number that grows with every acquisition of the key. A resource that rejects a number lower than the highest it has seen is safe from a
    /// holder that lost its lock without noticing. <see langword="null"/> where the backend cannot give one.
    /// </summary>
    /// <remarks>Source: Martin Kleppmann, "How to do distributed locking" (2016).</remarks>
    long? FencingToken { get; }

    /// <summary>
    /// Fires once, on the thread pool, when the lock can no longer be counted on. Never fires because the lock was released.
    /// </summary>
    CancellationToken LostToken { get; }

    /// <summary>Sets the rest of the lease to <paramref name="lease"/>.</summary>
    /// <param name="lease">The new rest of the lease, greater than zero, at most about 49 days.</param>
    /// <param name="cancellationToken">Ends the wait for the store's answer.</param>
    /// <returns>
    /// Whether the lock is still held. Where locks have no lease, nothing is extended and the answer is only that.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lease"/> is outside that range.</exception>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    ValueTask<bool> ExtendAsync(TimeSpan lease, CancellationToken cancellationToken = default);
}
