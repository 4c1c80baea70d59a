using DistributedLock.LocalQueues;

namespace DistributedLock.Sessions;

/// <summary>
/// One key of a session provider inside this process. As a <see cref="LocalLock"/> it is the queue of the local holders and waiters; whoever it lets in may
/// then ask the store, through the members below.
/// </summary>
internal sealed class SessionKey(LockResource resource) : LocalLock
{
    // What a request waits for the gate at least, its last try after the time-out included: the gate is held for one round trip.
    private static readonly TimeSpan GatePatience = TimeSpan.FromSeconds(5);

    // More than a round trip; less than anybody would wait for a lock whose body has ended.
    private static readonly TimeSpan WithdrawalPatience = TimeSpan.FromMilliseconds(500);

    private static int _seed = Environment.TickCount;

    // One transition of the remote shared hold, or one choice of slots, at a time; held for one round trip and never while somebody sleeps.
    private readonly LocalLock _gate = new();
    private readonly HashSet<int> _heldSlots = [];
    private readonly Random _random = new(Interlocked.Increment(ref _seed));
    private SessionSharedHold? _shared;
    private int _remoteWaiters;

    public LockResource Resource { get; } = resource;

    /// <summary>The queue of those that wait for the store: only the first one does.</summary>
    public LocalLock Turn { get; } = new();

    /// <summary>Whether anybody is in that queue, the first one included.</summary>
    public bool HasRemoteWaiters => Volatile.Read(ref _remoteWaiters) > 0;

    /// <summary>When this process has to let others go first.</summary>
    public SessionTurnTaking TurnTaking { get; } = new();

    /// <summary>What the waiting writers of this process announce together.</summary>
    public SessionWriters Writers { get; } = new();

    public void BeginRemoteWait() => Interlocked.Increment(ref _remoteWaiters);

    public void EndRemoteWait() => Interlocked.Decrement(ref _remoteWaiters);

    /// <summary>Asks the store once.</summary>
    /// <returns><see langword="null"/> also when others of this process, which ask for the same, are not answered in time.</returns>
    public async ValueTask<SessionGrant?> TryAcquireAsync(
        LockRequest request, WaitDeadline deadline, SessionCalls calls, CancellationToken cancellationToken)
    {
        if (!request.IsSemaphore && request.Mode != LockMode.Shared)
        {
            return await TryTakeAsync(calls, cancellationToken).ConfigureAwait(false);
        }

        // Cancelled here: nothing was touched.
        var patience = deadline.Rest is var rest && (rest == Timeout.InfiniteTimeSpan || rest > GatePatience) ? rest : GatePatience;
        if (!await calls.EnterAsync(_gate, patience, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            return request.IsSemaphore
                ? await TryTakePermitAsync(request.MaxConcurrency, calls, cancellationToken).ConfigureAwait(false)
                : await TryShareAsync(calls, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Gives back what a try gave. The place in the queue is left to the caller.</summary>
    /// <returns><see langword="false"/> when the hold turned out to be no longer ours.</returns>
    public async ValueTask<bool> ReleaseAsync(SessionGrant grant, SessionCalls calls)
    {
        if (grant.Shared is { } shared)
        {
            // No turns for readers: a writer that waits has its intent, and other readers need not wait.
            return await LeaveAsync(shared, calls).ConfigureAwait(false);
        }

        try
        {
            // Readers that the release wakes must not find the announcement of this very writer, and go back to sleep. As a rule it has gone long ago. It costs
            // them patience, not safety, so a store that is silent about it does not keep the lock.
            if (grant.Withdrawal is { IsCompleted: false } withdrawal)
            {
                await WaitAsync(withdrawal, calls).ConfigureAwait(false);
            }

            var isOurs = await calls.ReleaseAsync(grant.Hold).ConfigureAwait(false);
            TurnTaking.OnReleased(grant.Hold.HasWokenWaiters, calls.Clock);
            return isOurs;
        }
        finally
        {
            if (grant.Hold.Slot >= 0)
            {
                lock (_heldSlots)
                {
                    _heldSlots.Remove(grant.Hold.Slot);
                }
            }
        }
    }

    private static async ValueTask WaitAsync(Task withdrawal, SessionCalls calls)
    {
        if (!calls.IsAsync)
        {
            withdrawal.Wait(WithdrawalPatience);
            return;
        }

        try
        {
            await withdrawal.WaitAsync(WithdrawalPatience, calls.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It goes on behind the release.
        }
    }

    private async ValueTask<SessionGrant?> TryTakeAsync(SessionCalls calls, CancellationToken cancellationToken)
    {
        // Cancelled or failed here: the store holds nothing (its contract).
        var hold = await calls.TryAcquireAsync(SessionAttempt.Exclusive(Resource), cancellationToken).ConfigureAwait(false);
        calls.OnAnswered();
        return hold is null ? null : new SessionGrant(hold, hold.FencingToken, shared: null);
    }

    /// <summary>Inside the gate.</summary>
    private async ValueTask<SessionGrant?> TryShareAsync(SessionCalls calls, CancellationToken cancellationToken)
    {
        // A writer of this process stands behind this reader in the local queue, so the reader must not wait for it. Its announcement cannot be
        // told from that of another process; those have to do without for that long.
        var yieldsToWriters = !Writers.AreAnnounced;
        if (_shared is { Hold.LossReason: LockLossReason.None } shared)
        {
            // Cancelled or failed here: the count is not yet raised, the hold stays with those that have it.
            var join = await calls.TryJoinAsync(shared.Hold, yieldsToWriters, cancellationToken).ConfigureAwait(false);
            calls.OnAnswered();
            if (!join.IsJoined)
            {
                return null;
            }

            shared.Holders++;
            return new SessionGrant(shared.Hold, join.FencingToken, shared);
        }

        // Cancelled or failed here: the store holds nothing, and the next reader makes the transition instead.
        var hold = await calls.TryAcquireAsync(SessionAttempt.Shared(Resource, yieldsToWriters), cancellationToken).ConfigureAwait(false);
        calls.OnAnswered();
        if (hold is null)
        {
            return null;
        }

        // A shared hold that was lost stays with its holders until they leave; new ones live on the new hold.
        _shared = new SessionSharedHold(hold);
        return new SessionGrant(hold, hold.FencingToken, _shared);
    }

    /// <summary>Inside the gate.</summary>
    private async ValueTask<SessionGrant?> TryTakePermitAsync(int permits, SessionCalls calls, CancellationToken cancellationToken)
    {
        // Cancelled or failed here: the store holds nothing.
        var attempt = SessionAttempt.Permit(Resource, FreeSlots(permits));
        if (attempt.Slots.Count == 0)
        {
            return null;
        }

        var hold = await calls.TryAcquireAsync(attempt, cancellationToken).ConfigureAwait(false);
        calls.OnAnswered();
        if (hold is null)
        {
            return null;
        }

        lock (_heldSlots)
        {
            _heldSlots.Add(hold.Slot);
        }

        return new SessionGrant(hold, hold.FencingToken, shared: null);
    }

    private async ValueTask<bool> LeaveAsync(SessionSharedHold shared, SessionCalls calls)
    {
        // Not cancellable, and bounded by the round trip of whoever is in the gate. If the process dies here, the session ends with it.
        await calls.EnterAsync(_gate, Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (--shared.Holders > 0)
            {
                return shared.Hold.LossReason == LockLossReason.None;
            }

            if (ReferenceEquals(_shared, shared))
            {
                _shared = null;
            }

            return await calls.ReleaseAsync(shared.Hold).ConfigureAwait(false);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>The slots that this process does not hold, from a random one on, so that processes don't all begin at the same.</summary>
    private List<int> FreeSlots(int permits)
    {
        var free = new List<int>();
        lock (_heldSlots)
        {
            var start = _random.Next(permits);
            for (var i = 0; i < permits; i++)
            {
                var slot = (int)(((long)start + i) % permits);
                if (!_heldSlots.Contains(slot))
                {
                    free.Add(slot);
                }
            }
        }

        return free;
    }
}
