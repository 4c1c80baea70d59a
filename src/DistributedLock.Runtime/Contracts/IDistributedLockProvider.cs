namespace DistributedLock;

/// <summary>
/// Takes locks in one store. All members are thread-safe; one instance serves a whole application.
/// </summary>
/// <remarks>
/// These two members are the contract for backends: they do no reentrancy tracking. Code that uses locks calls the extension methods of
/// <see cref="DistributedLockProviderExtensions"/> or a generated wrapper.
/// </remarks>
public interface IDistributedLockProvider
{
    /// <summary>Waits up to <see cref="LockRequest.Timeout"/> for the lock.</summary>
    /// <returns>The handle, or <see langword="null"/> when the time-out passed first. Dispose the handle to release the lock.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing is held.</exception>
    /// <exception cref="LockBackendException">The store is unreachable or broken; nothing is held.</exception>
    /// <exception cref="ObjectDisposedException">The provider is disposed.</exception>
    ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default);

    /// <summary>The synchronous form of <see cref="TryAcquireAsync"/>: blocks the calling thread while it waits.</summary>
    /// <returns>The handle, or <see langword="null"/> when the time-out passed first. Dispose the handle to release the lock.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing is held.</exception>
    /// <exception cref="LockBackendException">The store is unreachable or broken; nothing is held.</exception>
    /// <exception cref="ObjectDisposedException">The provider is disposed.</exception>
    IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default);
}
