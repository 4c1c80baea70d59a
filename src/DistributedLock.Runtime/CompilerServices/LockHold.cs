using System.ComponentModel;
using DistributedLock.Acquisition;
using DistributedLock.Flow;

namespace DistributedLock.CompilerServices;

/// <summary>
/// The holding half of a generated wrapper whose core takes no token: what is true from the acquisition to the release. Called by generated code only.
/// </summary>
/// <remarks>
/// The wrapper's order is: the core, <see cref="ReleaseAsync()"/> in a <c>finally</c> block, and, when the core ended without an exception,
/// <see cref="ThrowIfLost"/>. A cancellation of the core that <see cref="IsCanceledByLoss"/> is replaced by <see cref="Lost"/>. It is one field, because it
/// lives in the wrapper's state machine, which must not be larger than that of a hand-written <c>await using</c> (Wrapper benchmark).
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LockHold
{
    private readonly DistributedLockHandle _handle;

    /// <summary>Starts a hold.</summary>
    /// <param name="handle">What <see cref="LockCall"/> or <see cref="LockClaims"/> gave.</param>
    public LockHold(IDistributedLockHandle handle) => _handle = (DistributedLockHandle)handle;

    /// <summary>What the wrapper holds, for a core that asks for it.</summary>
    public IDistributedLockHandle Handle => _handle;

    /// <summary>What the wrapper holds, in the canonical order, for a core under several locks.</summary>
    public IReadOnlyList<IDistributedLockHandle> Handles => _handle is LockHandleSet set ? set.Handles : [_handle];

    /// <summary>Whether a cancellation of the core comes from the loss of the lock. The caller's own cancellation goes first.</summary>
    /// <param name="callerToken">The caller's token.</param>
    public bool IsCanceledByLoss(CancellationToken callerToken) => _handle.IsLost && !callerToken.IsCancellationRequested;

    /// <summary>The exception for a body that ended because the lock was lost.</summary>
    public LockLostException Lost(OperationCanceledException canceled) => _handle.CreateLostException(canceled);

    /// <summary>Makes the current flow remember the hold: an async iterator runs in its consumer's flow, a new one at each step.</summary>
    public void EnterFlow()
    {
        if (_handle is LockHandleSet set)
        {
            set.ReenterFlow();
        }
        else if (_handle.FlowNode is { } node)
        {
            LockFlow.Reenter(node);
        }
    }

    /// <summary>Releases the lock, whatever the caller's token says. Bounded in time; never throws.</summary>
    public ValueTask ReleaseAsync() => _handle.DisposeAsync();

    /// <summary>The same for a wrapper that was given a handle: that one stays its giver's to release.</summary>
    public ValueTask ReleaseAsync(IDistributedLockHandle? given) => ReferenceEquals(_handle, given) ? default : _handle.DisposeAsync();

    /// <summary>The synchronous form of <see cref="ReleaseAsync()"/>.</summary>
    public void Release() => _handle.Dispose();

    /// <summary>The synchronous form of <see cref="ReleaseAsync(IDistributedLockHandle?)"/>.</summary>
    public void Release(IDistributedLockHandle? given)
    {
        if (!ReferenceEquals(_handle, given))
        {
            _handle.Dispose();
        }
    }

    /// <summary>The exception for a body that ended without one although the lock was lost before the release; <see langword="null"/> where it was not.</summary>
    internal LockLostException? Loss => _handle.IsLost ? _handle.CreateLostException(null) : null;

    /// <summary>Called after the release, when the body ended without an exception: what it did may overlap with another holder.</summary>
    /// <exception cref="LockLostException">The lock was lost before the release.</exception>
    public void ThrowIfLost()
    {
        if (_handle.IsLost)
        {
            throw _handle.CreateLostException(null);
        }
    }
}
