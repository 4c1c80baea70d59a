namespace DistributedLock;

/// <summary>
/// Tells who holds what, and can end a hold by force, for operators and tools. A provider that can answer is found by
/// <see cref="DistributedLockProviderCapabilities.As{T}"/>. Thread-safe.
/// </summary>
/// <remarks>The answer is a picture of a moment that is over when it arrives: never decide by it whether code may run.</remarks>
public interface IDistributedLockInspector
{
    /// <summary>The locks and permits that are held, of every process, in any order.</summary>
    /// <param name="keyPrefix">What the keys begin with; empty for all. The provider's own prefix is not written.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="NotSupportedException">The store cannot list (locks of a Postgres session are numbers there); <see cref="GetAsync"/> can be asked.</exception>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    IAsyncEnumerable<LockInfo> ListAsync(string keyPrefix = "", CancellationToken cancellationToken = default);

    /// <summary>Who holds one key, as a lock or as a semaphore; empty when nobody does.</summary>
    /// <param name="key">The key as it was requested.</param>
    /// <param name="cancellationToken">Ends the wait for the store's answer.</param>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    ValueTask<IReadOnlyList<LockInfo>> GetAsync(LockKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends exactly the hold that was seen, and never one that came after it; waiters are woken as by a release. Off unless
    /// <see cref="DistributedLockOptions.AllowForceRelease"/> is set. Each one that succeeds is logged as a warning and told to observers.
    /// </summary>
    /// <remarks>
    /// The holder's code goes on until it looks at its lost token, which fires with its next renewal: after a third of its lease. Two may run at the same time until
    /// then: give the fencing token to the resource that must not see both. What was kept by <see cref="LockRequest.HoldAtLeast"/> is ended, too.
    /// </remarks>
    /// <param name="held">The hold, as one of the other members told it.</param>
    /// <param name="cancellationToken">Ends the wait for the store's answer; the hold may end all the same.</param>
    /// <returns><see langword="true"/> when it was held until now and is no more; <see langword="false"/> when it had ended already.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="held"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="held"/> has no <see cref="LockInfo.HoldId"/>.</exception>
    /// <exception cref="InvalidOperationException">It is not enabled by <see cref="DistributedLockOptions.AllowForceRelease"/>.</exception>
    /// <exception cref="NotSupportedException">The store cannot end a hold, because it is a session's. The message says which process or session to end instead.</exception>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    ValueTask<bool> ForceReleaseAsync(LockInfo held, CancellationToken cancellationToken = default);
}
