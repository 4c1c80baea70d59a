using DistributedLock.Acquisition;

namespace DistributedLock;

/// <summary>
/// How code takes a lock without an attribute. Each method remembers the hold in the current async flow, so that taking the same key again throws
/// <see cref="LockReentrancyException"/> at once instead of waiting for itself.
/// </summary>
/// <remarks>
/// The asynchronous methods return <see cref="ValueTask{TResult}"/>: <c>using (locks.AcquireAsync(key))</c> without <c>await</c> does not compile.
/// </remarks>
public static class DistributedLockProviderExtensions
{
    /// <summary>Takes the exclusive lock of a key.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="key">The name of the lock.</param>
    /// <param name="timeout">How long to wait: zero for one try, <see cref="Timeout.InfiniteTimeSpan"/> for ever. Default: as configured, or 10 s.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The handle. Dispose it to release the lock.</returns>
    /// <exception cref="LockNotAcquiredException">The lock is held elsewhere.</exception>
    /// <exception cref="LockReentrancyException">The current flow holds the lock.</exception>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static ValueTask<IDistributedLockHandle> AcquireAsync(
        this IDistributedLockProvider provider, LockKey key, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        AcquireAsync(provider, Request(key, timeout), cancellationToken);

    /// <summary>Takes a lock.</summary>
    /// <inheritdoc cref="AcquireAsync(IDistributedLockProvider, LockKey, TimeSpan?, CancellationToken)"/>
    public static ValueTask<IDistributedLockHandle> AcquireAsync(
        this IDistributedLockProvider provider, LockRequest request, CancellationToken cancellationToken = default) =>
        FlowTrackedAcquisition.AcquireAsync(NotNull(provider, nameof(provider)), NotNull(request, nameof(request)), cancellationToken);

    /// <summary>Tries to take the exclusive lock of a key.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="key">The name of the lock.</param>
    /// <param name="timeout">How long to wait: zero (the default) for one try, <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The handle, or <see langword="null"/> when the lock is held elsewhere.</returns>
    /// <exception cref="LockReentrancyException">The current flow holds the lock.</exception>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static ValueTask<IDistributedLockHandle?> TryAcquireAsync(
        this IDistributedLockProvider provider, LockKey key, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        FlowTrackedAcquisition.TryAcquireAsync(NotNull(provider, nameof(provider)), Request(key, timeout), cancellationToken);

    /// <summary>Takes the exclusive locks of several keys: all or nothing, in one canonical order, each key once.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="keys">The names of the locks, at least one.</param>
    /// <param name="timeout">How long to wait for all of them together. Default: as configured, or 10 s.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>One handle for all of them.</returns>
    /// <exception cref="ArgumentException"><paramref name="keys"/> is empty.</exception>
    /// <exception cref="LockNotAcquiredException">One of the locks is held elsewhere; none is held.</exception>
    /// <exception cref="LockReentrancyException">The current flow holds one of the locks.</exception>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static ValueTask<IDistributedLockHandle> AcquireAllAsync(
        this IDistributedLockProvider provider, IEnumerable<LockKey> keys, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var claims = Claims(provider, keys, timeout);
        var pending = claims.TryAcquireInFlowAsync(cancellationToken);
        return AwaitAsync(pending, claims);

        static async ValueTask<IDistributedLockHandle> AwaitAsync(ValueTask<IDistributedLockHandle?> pending, LockClaimSet claims) =>
            await pending.ConfigureAwait(false) ?? throw new LockNotAcquiredException(claims.Contended!);
    }

    /// <summary>Tries to take the exclusive locks of several keys.</summary>
    /// <returns>One handle for all of them, or <see langword="null"/> when one is held elsewhere.</returns>
    /// <inheritdoc cref="AcquireAllAsync"/>
    public static ValueTask<IDistributedLockHandle?> TryAcquireAllAsync(
        this IDistributedLockProvider provider, IEnumerable<LockKey> keys, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        Claims(provider, keys, timeout).TryAcquireInFlowAsync(cancellationToken);

    /// <summary>Takes the exclusive lock of a key; blocks the calling thread while it waits.</summary>
    /// <inheritdoc cref="AcquireAsync(IDistributedLockProvider, LockKey, TimeSpan?, CancellationToken)"/>
    public static IDistributedLockHandle Acquire(
        this IDistributedLockProvider provider, LockKey key, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Acquire(provider, Request(key, timeout), cancellationToken);

    /// <summary>Takes a lock; blocks the calling thread while it waits.</summary>
    /// <inheritdoc cref="AcquireAsync(IDistributedLockProvider, LockKey, TimeSpan?, CancellationToken)"/>
    public static IDistributedLockHandle Acquire(
        this IDistributedLockProvider provider, LockRequest request, CancellationToken cancellationToken = default) =>
        FlowTrackedAcquisition.Acquire(NotNull(provider, nameof(provider)), NotNull(request, nameof(request)), cancellationToken);

    /// <summary>Tries to take the exclusive lock of a key; blocks the calling thread while it waits.</summary>
    /// <inheritdoc cref="TryAcquireAsync"/>
    public static IDistributedLockHandle? TryAcquire(
        this IDistributedLockProvider provider, LockKey key, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        FlowTrackedAcquisition.TryAcquire(NotNull(provider, nameof(provider)), Request(key, timeout), cancellationToken);

    /// <summary>Takes the exclusive locks of several keys; blocks the calling thread while it waits.</summary>
    /// <inheritdoc cref="AcquireAllAsync"/>
    public static IDistributedLockHandle AcquireAll(
        this IDistributedLockProvider provider, IEnumerable<LockKey> keys, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var claims = Claims(provider, keys, timeout);
        return claims.TryAcquireInFlow(cancellationToken) ?? throw new LockNotAcquiredException(claims.Contended!);
    }

    /// <summary>Tries to take the exclusive locks of several keys; blocks the calling thread while it waits.</summary>
    /// <inheritdoc cref="TryAcquireAllAsync"/>
    public static IDistributedLockHandle? TryAcquireAll(
        this IDistributedLockProvider provider, IEnumerable<LockKey> keys, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        Claims(provider, keys, timeout).TryAcquireInFlow(cancellationToken);

    /// <summary>
    /// Makes the current async flow forget that it holds this lock, because another worker is going to own and release it. The lock stays held.
    /// </summary>
    public static void DetachFromFlow(this IDistributedLockHandle handle)
    {
        switch (handle)
        {
            case null:
                throw new ArgumentNullException(nameof(handle));
            case LockHandleSet set:
                set.DetachFromFlow();
                break;
            case DistributedLockHandle tracked:
                tracked.FlowNode?.Release();
                break;
        }
    }

    /// <summary>Without a time-out, the request leaves it open, so that it may be configured.</summary>
    private static LockRequest Request(LockKey key, TimeSpan? timeout) => timeout is { } time ? new LockRequest(key) { Timeout = time } : new LockRequest(key);

    private static LockClaimSet Claims(IDistributedLockProvider provider, IEnumerable<LockKey> keys, TimeSpan? timeout)
    {
        NotNull(provider, nameof(provider));
        var claims = new List<LockClaim>();
        foreach (var key in NotNull(keys, nameof(keys)))
        {
            claims.Add(new LockClaim(provider, Request(key, timeout)));
        }

        return claims.Count > 0
            ? new LockClaimSet(claims)
            : throw new ArgumentException("No keys were given: expected at least one lock to take.", nameof(keys));
    }

    private static T NotNull<T>(T? value, string name)
        where T : class => value ?? throw new ArgumentNullException(name);
}
