namespace DistributedLock.Sessions;

/// <summary>
/// A remote hold: the one hold that this process has on a lock, or on one slot of a semaphore, in the store. The engine calls no two of its members at
/// the same time, except <see cref="VerifyAsync"/>, which may run beside the others.
/// </summary>
public abstract class SessionHold
{
    private Action<SessionHold, LockLossReason>? _onLost;
    private int _lossReason;

    /// <summary>Creates a hold.</summary>
    /// <param name="slot">The slot of the semaphore; -1 for other locks.</param>
    /// <param name="fencingToken">The fencing token of the acquisition; <see langword="null"/> where the store has none.</param>
    protected SessionHold(int slot, long? fencingToken)
    {
        Slot = slot;
        FencingToken = fencingToken;
    }

    /// <summary>The slot of the semaphore that is held; -1 for other locks.</summary>
    public int Slot { get; }

    /// <summary>The fencing token of the acquisition that created the hold.</summary>
    public long? FencingToken { get; }

    /// <summary>
    /// Set by a release that found that somebody waits, and woke them. The engine then lets other processes have a turn, where it would otherwise always be
    /// faster than they are.
    /// </summary>
    public bool HasWokenWaiters { get; protected set; }

    internal LockLossReason LossReason => (LockLossReason)Volatile.Read(ref _lossReason);

    /// <summary>One more local holder for this shared hold. Asks no more of the store than a look for waiting writers and a fencing token.</summary>
    /// <param name="yieldsToWriters">Whether to refuse while another process has registered <see cref="SessionIntentKind.Write"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the store's answer.</param>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    public abstract ValueTask<SessionJoin> TryJoinAsync(bool yieldsToWriters, CancellationToken cancellationToken);

    /// <inheritdoc cref="TryJoinAsync"/>
    public abstract SessionJoin TryJoin(bool yieldsToWriters, CancellationToken cancellationToken);

    /// <summary>
    /// Gives the hold back and wakes the waiters of the resource, if there are any. Called once. If it throws, the store must see to it that the hold
    /// ends nevertheless, for instance by ending the session.
    /// </summary>
    /// <returns><see langword="false"/> when the hold turned out to be no longer ours, or its session to have ended at a time that nobody knows.</returns>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    public abstract ValueTask<bool> ReleaseAsync();

    /// <inheritdoc cref="ReleaseAsync"/>
    public abstract bool Release();

    /// <summary>Looks whether the hold is still ours. The engine asks twice a second. Must not throw.</summary>
    /// <returns><see cref="LockLossReason.None"/> while it is, or while the answer is unknown.</returns>
    public abstract ValueTask<LockLossReason> VerifyAsync();

    /// <summary>For a store that notices by itself that a hold ended, such as by a connection's closing: tells the engine. Later calls do nothing.</summary>
    protected internal void ReportLoss(LockLossReason reason)
    {
        if (reason != LockLossReason.None && Interlocked.CompareExchange(ref _lossReason, (int)reason, 0) == 0)
        {
            Volatile.Read(ref _onLost)?.Invoke(this, reason);
        }
    }

    /// <summary>Registers the engine; a loss that was reported before is told at once.</summary>
    internal void Observe(Action<SessionHold, LockLossReason> onLost)
    {
        // A full fence: a loss that is reported at the same moment is either seen below or finds the observer.
        Interlocked.Exchange(ref _onLost, onLost);
        if (LossReason is var reason and not LockLossReason.None)
        {
            onLost(this, reason);
        }
    }
}
