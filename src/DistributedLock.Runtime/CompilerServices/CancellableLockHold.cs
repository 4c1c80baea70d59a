using System.ComponentModel;

namespace DistributedLock.CompilerServices;

/// <summary>
/// The holding half of a generated wrapper whose core takes a token, and so can notice the loss of the lock. Called by generated code only.
/// </summary>
/// <remarks>There is a linked token source only where both the caller's token and the lost token can fire.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CancellableLockHold
{
    private readonly LockHold _hold;
    private readonly CancellationTokenSource? _linked;

    private CancellableLockHold(IDistributedLockHandle handle, CancellationToken callerToken)
    {
        _hold = new LockHold(handle);
        _linked = null;
        if (callerToken.CanBeCanceled && handle.LostToken is { CanBeCanceled: true } lostToken)
        {
            _linked = CancellationTokenSource.CreateLinkedTokenSource(callerToken, lostToken);
        }
    }

    /// <inheritdoc cref="LockHold.Handle"/>
    public IDistributedLockHandle Handle => _hold.Handle;

    /// <inheritdoc cref="LockHold.Handles"/>
    public IReadOnlyList<IDistributedLockHandle> Handles => _hold.Handles;

    /// <summary>Starts a hold.</summary>
    /// <param name="handle">What <see cref="LockCall"/> or <see cref="LockClaims"/> gave.</param>
    /// <param name="callerToken">The caller's token.</param>
    /// <param name="given">The handle that the wrapper was given, if any.</param>
    public static CancellableLockHold Start(IDistributedLockHandle handle, CancellationToken callerToken, IDistributedLockHandle? given = null)
    {
        try
        {
            return new CancellableLockHold(handle, callerToken);
        }
        catch
        {
            // Linking may fail when the caller disposed the source of its token; the wrapper has no hold yet that would release the lock.
            new LockHold(handle).Release(given);
            throw;
        }
    }

    /// <summary>The token for the core: fires when the caller cancels, and when the lock is lost.</summary>
    /// <param name="callerToken">The caller's token.</param>
    public CancellationToken Token(CancellationToken callerToken) =>
        _linked is not null ? _linked.Token : callerToken.CanBeCanceled ? callerToken : _hold.Handle.LostToken;

    /// <inheritdoc cref="LockHold.IsCanceledByLoss"/>
    public bool IsCanceledByLoss(CancellationToken callerToken) => _hold.IsCanceledByLoss(callerToken);

    /// <inheritdoc cref="LockHold.Lost"/>
    public LockLostException Lost(OperationCanceledException canceled) => _hold.Lost(canceled);

    /// <inheritdoc cref="LockHold.EnterFlow"/>
    public void EnterFlow() => _hold.EnterFlow();

    /// <inheritdoc cref="LockHold.ReleaseAsync()"/>
    public ValueTask ReleaseAsync()
    {
        _linked?.Dispose();
        return _hold.ReleaseAsync();
    }

    /// <inheritdoc cref="LockHold.ReleaseAsync(IDistributedLockHandle?)"/>
    public ValueTask ReleaseAsync(IDistributedLockHandle? given)
    {
        _linked?.Dispose();
        return _hold.ReleaseAsync(given);
    }

    /// <inheritdoc cref="LockHold.Release()"/>
    public void Release()
    {
        _linked?.Dispose();
        _hold.Release();
    }

    /// <inheritdoc cref="LockHold.Release(IDistributedLockHandle?)"/>
    public void Release(IDistributedLockHandle? given)
    {
        _linked?.Dispose();
        _hold.Release(given);
    }

    /// <inheritdoc cref="LockHold.ThrowIfLost"/>
    public void ThrowIfLost() => _hold.ThrowIfLost();
}
