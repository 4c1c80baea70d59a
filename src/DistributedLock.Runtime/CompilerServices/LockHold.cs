using System.ComponentModel;
using DistributedLock.Acquisition;
using DistributedLock.Flow;

namespace DistributedLock.CompilerServices;

/// <summary>The holding half of a generated wrapper: what is true from the acquisition to the release. Called by generated code only.</summary>
/// <remarks>
/// The wrapper's order is: <c>Enter</c>, the core with <see cref="Token"/>, <see cref="ReleaseAsync"/> in a <c>finally</c> block, and, when the core ended
/// without an exception, <see cref="ThrowIfLost"/>. A cancellation of the core that <see cref="IsCanceledByLoss"/> is replaced by <see cref="Lost"/>.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LockHold
{
    private readonly DistributedLockHandle _handle;
    private readonly CancellationToken _callerToken;
    private readonly CancellationTokenSource? _linked;
    private readonly bool _isGiven;

    private LockHold(DistributedLockHandle handle, CancellationToken callerToken, bool linkToken, bool isGiven)
    {
        _handle = handle;
        _callerToken = callerToken;
        _isGiven = isGiven;
        Token = callerToken;
        _linked = null;
        if (!linkToken)
        {
            return;
        }

        var lostToken = handle.LostToken;
        if (!callerToken.CanBeCanceled)
        {
            Token = lostToken;
        }
        else if (lostToken.CanBeCanceled)
        {
            _linked = CancellationTokenSource.CreateLinkedTokenSource(callerToken, lostToken);
            Token = _linked.Token;
        }
    }

    /// <summary>What the wrapper holds, for a core that asks for it.</summary>
    public IDistributedLockHandle Handle => _handle;

    /// <summary>What the wrapper holds, in the canonical order, for a core under several locks.</summary>
    public IReadOnlyList<IDistributedLockHandle> Handles => _handle is LockHandleSet set ? set.Handles : [_handle];

    /// <summary>The token for the core: fires when the caller cancels and, if it was asked for, when the lock is lost.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether a cancellation of the core comes from the loss of the lock. The caller's own cancellation goes first.</summary>
    public bool IsCanceledByLoss => _handle.IsLost && !_callerToken.IsCancellationRequested;

    /// <summary>Starts a hold, in the context of the code that runs under the lock.</summary>
    /// <param name="provider">The provider the lock was taken from.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="handle">What <see cref="LockCall"/> or <see cref="LockClaims"/> gave.</param>
    /// <param name="linkToken">Whether the core takes a token, and so can notice the loss of the lock.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public static LockHold Enter(
        IDistributedLockProvider provider, LockRequest request, IDistributedLockHandle handle, bool linkToken, CancellationToken cancellationToken) =>
        Start(FlowTrackedAcquisition.Enter(provider, request, handle), linkToken, cancellationToken);

    /// <summary>The same for a wrapper that was given a handle: a handle that was given is used, and stays its giver's to release.</summary>
    /// <inheritdoc cref="Enter(IDistributedLockProvider, LockRequest, IDistributedLockHandle, bool, CancellationToken)"/>
    public static LockHold Enter(
        IDistributedLockProvider provider,
        LockRequest request,
        IDistributedLockHandle handle,
        IDistributedLockHandle? given,
        bool linkToken,
        CancellationToken cancellationToken) => ReferenceEquals(handle, given)
            ? new((DistributedLockHandle)handle, cancellationToken, linkToken, isGiven: true)
            : Enter(provider, request, handle, linkToken, cancellationToken);

    /// <summary>The same for several locks.</summary>
    /// <inheritdoc cref="Enter(IDistributedLockProvider, LockRequest, IDistributedLockHandle, bool, CancellationToken)"/>
    public static LockHold Enter(IDistributedLockHandle handles, bool linkToken, CancellationToken cancellationToken)
    {
        var set = (LockHandleSet)handles;
        set.EnterFlow();
        return Start(set, linkToken, cancellationToken);
    }

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

    /// <summary>The exception for a body that ended because the lock was lost.</summary>
    public LockLostException Lost(OperationCanceledException canceled) => _handle.CreateLostException(canceled);

    /// <summary>Releases the lock, whatever the caller's token says. Bounded in time; never throws.</summary>
    public ValueTask ReleaseAsync()
    {
        _linked?.Dispose();
        return _isGiven ? default : _handle.DisposeAsync();
    }

    /// <summary>The synchronous form of <see cref="ReleaseAsync"/>.</summary>
    public void Release()
    {
        _linked?.Dispose();
        if (!_isGiven)
        {
            _handle.Dispose();
        }
    }

    /// <summary>Called after the release, when the body ended without an exception: what it did may overlap with another holder.</summary>
    /// <exception cref="LockLostException">The lock was lost before the release.</exception>
    public void ThrowIfLost()
    {
        if (_handle.IsLost)
        {
            throw _handle.CreateLostException(null);
        }
    }

    private static LockHold Start(DistributedLockHandle handle, bool linkToken, CancellationToken cancellationToken)
    {
        try
        {
            return new(handle, cancellationToken, linkToken, isGiven: false);
        }
        catch
        {
            // Linking fails when the caller disposed the source of its token; the wrapper has no hold yet that would release the lock.
            handle.Dispose();
            throw;
        }
    }
}
