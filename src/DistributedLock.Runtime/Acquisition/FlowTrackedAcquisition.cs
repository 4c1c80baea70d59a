using DistributedLock.Flow;
using DistributedLock.Handles;

namespace DistributedLock.Acquisition;

/// <summary>One acquisition for a caller whose async flow remembers the hold.</summary>
/// <remarks>
/// <see cref="TryAcquireAsync"/> is deliberately not <c>async</c>: it enters the flow in the caller's own context, where an <c>async</c> method could not.
/// </remarks>
internal static class FlowTrackedAcquisition
{
    public static ValueTask<IDistributedLockHandle?> TryAcquireAsync(
        IDistributedLockProvider provider, LockRequest request, CancellationToken cancellationToken) =>
        AcquireAsync(provider, request, isRequired: false, cancellationToken);

    /// <exception cref="LockNotAcquiredException">The lock is held elsewhere.</exception>
    public static ValueTask<IDistributedLockHandle> AcquireAsync(
        IDistributedLockProvider provider, LockRequest request, CancellationToken cancellationToken) =>
        AcquireAsync(provider, request, isRequired: true, cancellationToken)!;

    // One method for both, so that a wait is one state machine.
    private static ValueTask<IDistributedLockHandle?> AcquireAsync(
        IDistributedLockProvider provider, LockRequest request, bool isRequired, CancellationToken cancellationToken)
    {
        request = LockRequestResolution.Of(provider, request);
        LockFlow.ThrowIfHeld(provider, request);
        var acquisition = provider.TryAcquireAsync(request, cancellationToken);
        if (acquisition.IsCompletedSuccessfully)
        {
            return acquisition.Result is { } handle ? new ValueTask<IDistributedLockHandle?>(Enter(provider, request, handle))
                : isRequired ? throw new LockNotAcquiredException(request)
                : default;
        }

        // Only now can the caller's context still be reached; should the wait end without the lock, the node is released again.
        return AwaitAsync(acquisition, provider, request, LockFlow.Enter(provider, request), isRequired);
    }

    public static IDistributedLockHandle? TryAcquire(IDistributedLockProvider provider, LockRequest request, CancellationToken cancellationToken) =>
        Acquire(provider, request, isRequired: false, cancellationToken);

    /// <exception cref="LockNotAcquiredException">The lock is held elsewhere.</exception>
    public static IDistributedLockHandle Acquire(IDistributedLockProvider provider, LockRequest request, CancellationToken cancellationToken) =>
        Acquire(provider, request, isRequired: true, cancellationToken)!;

    private static DistributedLockHandle? Acquire(IDistributedLockProvider provider, LockRequest request, bool isRequired, CancellationToken cancellationToken)
    {
        request = LockRequestResolution.Of(provider, request);
        LockFlow.ThrowIfHeld(provider, request);
        return provider.TryAcquire(request, cancellationToken) is { } handle ? Enter(provider, request, handle)
            : isRequired ? throw new LockNotAcquiredException(request)
            : null;
    }

    /// <summary>Makes the current flow remember a hold.</summary>
    private static DistributedLockHandle Enter(IDistributedLockProvider provider, LockRequest request, IDistributedLockHandle handle) =>
        Attach(provider, request, handle, LockFlow.Enter(provider, request));

    private static async ValueTask<IDistributedLockHandle?> AwaitAsync(
        ValueTask<IDistributedLockHandle?> acquisition, IDistributedLockProvider provider, LockRequest request, LockFlowNode? node, bool isRequired)
    {
        IDistributedLockHandle? handle = null;
        try
        {
            handle = await acquisition.ConfigureAwait(false);
        }
        finally
        {
            if (handle is null)
            {
                node?.Release();
            }
        }

        return handle is not null ? Attach(provider, request, handle, node)
            : isRequired ? throw new LockNotAcquiredException(request)
            : null;
    }

    private static DistributedLockHandle Attach(
        IDistributedLockProvider provider, LockRequest request, IDistributedLockHandle handle, LockFlowNode? node)
    {
        var tracked = handle as DistributedLockHandle ?? new ForeignLockHandle(provider, request, handle);
        tracked.Provider = provider;
        tracked.FlowNode = node;
        return tracked;
    }
}
