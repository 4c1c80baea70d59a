using System.ComponentModel;
using DistributedLock.Acquisition;

namespace DistributedLock.CompilerServices;

/// <summary>The acquiring half of a generated wrapper. Called by generated code only; thread-safe.</summary>
/// <remarks>
/// Each method checks for reentrancy and makes the wrapper's flow remember the hold, synchronously, in the wrapper's own context; then it waits as
/// <see cref="DistributedLockProviderExtensions"/> do for hand-written code.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LockCall
{
    /// <summary>Takes the lock, or throws.</summary>
    /// <exception cref="InvalidOperationException">The provider is <see langword="null"/>.</exception>
    /// <exception cref="LockReentrancyException">The current flow holds the lock.</exception>
    /// <exception cref="LockNotAcquiredException">The lock is held elsewhere.</exception>
    public static ValueTask<IDistributedLockHandle> AcquireAsync(
        IDistributedLockProvider? provider, LockRequest request, CancellationToken cancellationToken) =>
        Required(provider, request).AcquireAsync(request, cancellationToken);

    /// <summary>The same for a wrapper that is given a handle: one that already holds the lock is used instead of taking it.</summary>
    /// <inheritdoc cref="AcquireAsync(IDistributedLockProvider?, LockRequest, CancellationToken)"/>
    public static ValueTask<IDistributedLockHandle> AcquireAsync(
        IDistributedLockProvider? provider, LockRequest request, IDistributedLockHandle? given, CancellationToken cancellationToken) =>
        IsHeldBy(given, provider, request) ? new ValueTask<IDistributedLockHandle>(given!) : AcquireAsync(provider, request, cancellationToken);

    /// <summary>Takes the lock, or gives <see langword="null"/> when it is held elsewhere.</summary>
    /// <exception cref="InvalidOperationException">The provider is <see langword="null"/>.</exception>
    /// <exception cref="LockReentrancyException">The current flow holds the lock.</exception>
    public static ValueTask<IDistributedLockHandle?> TryAcquireAsync(
        IDistributedLockProvider? provider, LockRequest request, CancellationToken cancellationToken) =>
        FlowTrackedAcquisition.TryAcquireAsync(Required(provider, request), request, cancellationToken);

    /// <summary>The same for a wrapper that is given a handle.</summary>
    /// <inheritdoc cref="TryAcquireAsync(IDistributedLockProvider?, LockRequest, CancellationToken)"/>
    public static ValueTask<IDistributedLockHandle?> TryAcquireAsync(
        IDistributedLockProvider? provider, LockRequest request, IDistributedLockHandle? given, CancellationToken cancellationToken) =>
        IsHeldBy(given, provider, request) ? new ValueTask<IDistributedLockHandle?>(given) : TryAcquireAsync(provider, request, cancellationToken);

    /// <summary>The synchronous form of <see cref="AcquireAsync(IDistributedLockProvider?, LockRequest, CancellationToken)"/>.</summary>
    /// <inheritdoc cref="AcquireAsync(IDistributedLockProvider?, LockRequest, CancellationToken)"/>
    public static IDistributedLockHandle Acquire(IDistributedLockProvider? provider, LockRequest request, CancellationToken cancellationToken) =>
        Required(provider, request).Acquire(request, cancellationToken);

    /// <summary>The same for a wrapper that is given a handle.</summary>
    /// <inheritdoc cref="AcquireAsync(IDistributedLockProvider?, LockRequest, CancellationToken)"/>
    public static IDistributedLockHandle Acquire(
        IDistributedLockProvider? provider, LockRequest request, IDistributedLockHandle? given, CancellationToken cancellationToken) =>
        IsHeldBy(given, provider, request) ? given! : Acquire(provider, request, cancellationToken);

    /// <summary>The synchronous form of <see cref="TryAcquireAsync(IDistributedLockProvider?, LockRequest, CancellationToken)"/>.</summary>
    /// <inheritdoc cref="TryAcquireAsync(IDistributedLockProvider?, LockRequest, CancellationToken)"/>
    public static IDistributedLockHandle? TryAcquire(IDistributedLockProvider? provider, LockRequest request, CancellationToken cancellationToken) =>
        FlowTrackedAcquisition.TryAcquire(Required(provider, request), request, cancellationToken);

    /// <summary>The same for a wrapper that is given a handle.</summary>
    /// <inheritdoc cref="TryAcquireAsync(IDistributedLockProvider?, LockRequest, CancellationToken)"/>
    public static IDistributedLockHandle? TryAcquire(
        IDistributedLockProvider? provider, LockRequest request, IDistributedLockHandle? given, CancellationToken cancellationToken) =>
        IsHeldBy(given, provider, request) ? given : TryAcquire(provider, request, cancellationToken);

    internal static IDistributedLockProvider Required(IDistributedLockProvider? provider, LockRequest request) =>
        provider ?? throw new InvalidOperationException(
            $"{LockMessages.Subject(request)} cannot be taken: the lock provider is null. Expected an IDistributedLockProvider; the body did not run.");

    /// <summary>A handle that is released or lost protects nothing, and a shared hold does not protect an exclusive body.</summary>
    private static bool IsHeldBy(IDistributedLockHandle? given, IDistributedLockProvider? provider, LockRequest request) => given switch
    {
        DistributedLockHandle { IsReleased: true } or DistributedLockHandle { IsLost: true } => false,
        LockHandleSet set => set.Handles.Any(part => IsHeldBy(part, provider, request)),
        DistributedLockHandle handle => LockProviderIdentity.AreSame(handle.Provider, provider)
            && handle.Key == request.Key
            && handle.Request.MaxConcurrency == request.MaxConcurrency
            && (handle.Mode == LockMode.Exclusive || request.Mode == LockMode.Shared),
        _ => false,
    };
}
