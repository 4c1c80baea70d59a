using System.Diagnostics;
using System.Runtime.InteropServices;
using DistributedLock.Telemetry;

namespace DistributedLock.Leases;

/// <summary>
/// The engine's side of one handle: the lease in the store, and how long it can be counted on. It ends once, whoever ends it: the handle, the handle's
/// collection, or the provider's disposal.
/// </summary>
internal sealed class LeaseHold
{
    private const int Held = 0;
    private const int Ended = 1;

    private readonly LeaseLockProvider _provider;
    private readonly LeaseKey _key;
    private readonly LockRequest _request;
    private readonly LeaseTerm _term; // also the monitor of itself and of what follows
    private readonly long _start;
    private GCHandle _handle; // weak, and freed with the hold: a WeakReference would have a finalizer to run for each acquisition
    private long? _renewalSent; // the renewal that is waited for
    private bool _isLost;
    private int _state;

    public LeaseHold(LeaseLockProvider provider, LeaseKey key, LockRequest request, LeaseClaim claim, long sent, LeaseAnswer answer)
    {
        _provider = provider;
        _key = key;
        _request = request;
        Claim = claim;
        _term = new LeaseTerm(provider.TimeProvider, sent, claim.Lease, answer.Validity);
        _start = provider.TimeProvider.GetTimestamp();
    }

    public LeaseClaim Claim { get; }

    public LockRequest Request => _request;

    /// <summary>The span in which the lock was acquired; the default where there was none.</summary>
    public ActivityContext Acquisition => Observation?.Acquisition ?? default;

    public DateTimeOffset ExpiresAt
    {
        get
        {
            lock (_term)
            {
                return _provider.TimeProvider.GetUtcNow() + _term.Rest;
            }
        }
    }

    /// <summary>How long until <see cref="Examine"/> has something to say.</summary>
    public TimeSpan UntilDue
    {
        get
        {
            lock (_term)
            {
                var due = Shorter(_term.UntilLost, _renewalSent is { } sent ? UntilGivenUp(sent) : _term.UntilRenewal);
                return _request.MaxHold is { } maxHold ? Shorter(due, UntilHoldExceeded(maxHold)) : due;
            }
        }
    }

    /// <summary>Neither ended nor lost: what comes now concerns somebody.</summary>
    private bool IsCountedOn => Volatile.Read(ref _state) == Held && !Volatile.Read(ref _isLost);

    private ObservedHold? Observation => Handle?.Observation;

    /// <summary>The handle, while it is neither collected nor released.</summary>
    private LeaseLockHandle? Handle
    {
        get
        {
            lock (_term)
            {
                return _handle.IsAllocated ? (LeaseLockHandle?)_handle.Target : null;
            }
        }
    }

    /// <summary>What is left of <see cref="LockRequest.HoldAtLeast"/>.</summary>
    private TimeSpan UntilReleasable => NotNegative(_request.HoldAtLeast - _provider.TimeProvider.GetElapsedTime(_start));

    /// <summary>After so long without a renewal the store has no lease any more.</summary>
    private TimeSpan LongestRest
    {
        get
        {
            lock (_term)
            {
                return _term.Lease > Claim.Lease ? _term.Lease : Claim.Lease;
            }
        }
    }

    /// <summary>Called once, before anybody else knows of this hold.</summary>
    public LeaseLockHandle CreateHandle(long? fencingToken)
    {
        var handle = new LeaseLockHandle(_provider, this, _request, _provider.TimeProvider.GetUtcNow(), fencingToken);
        _handle = GCHandle.Alloc(handle, GCHandleType.Weak);
        return handle;
    }

    /// <summary>Whether the lock can no longer be counted on, and why.</summary>
    /// <param name="isRenewable">Whether it can, and a renewal would be welcome.</param>
    public LockLossReason Examine(out bool isRenewable)
    {
        lock (_term)
        {
            isRenewable = false;
            var reason = _request.MaxHold is { } maxHold && UntilHoldExceeded(maxHold) == TimeSpan.Zero ? LockLossReason.HoldExceeded
                : _term.UntilLost == TimeSpan.Zero ? LockLossReason.NotRenewed
                : LockLossReason.None;
            if (reason != LockLossReason.None)
            {
                _isLost = true;
                return reason;
            }

            if (_renewalSent is { } sent && UntilGivenUp(sent) == TimeSpan.Zero)
            {
                // It may still be acknowledged; until then it counts as failed.
                _renewalSent = null;
                _term.OnRenewalFailed();
            }

            isRenewable = _renewalSent is null && _term.IsRenewable;
            return LockLossReason.None;
        }
    }

    /// <summary>Looks at the clock out of turn, and declares the loss if there is one: the timer may be late.</summary>
    /// <returns>Whether the lock can be counted on.</returns>
    public bool CheckNow()
    {
        var reason = Examine(out _);
        if (reason == LockLossReason.None)
        {
            return true;
        }

        _provider.Scheduler.Remove(this);
        MarkLost(reason);
        return false;
    }

    /// <param name="sent">A moment before it is sent.</param>
    public LeaseRenewal BeginRenewal(long sent)
    {
        lock (_term)
        {
            _renewalSent = sent;
            return new LeaseRenewal(Claim, _term.Lease);
        }
    }

    /// <summary>A renewal was acknowledged, however late.</summary>
    public void OnRenewed(long sent, TimeSpan lease)
    {
        lock (_term)
        {
            EndRenewal(sent);
            if (!_isLost)
            {
                _term.OnAcknowledged(sent, lease);
            }
        }

        ShortenAgain();
        if (IsCountedOn)
        {
            LockMeter.Renewed(_request, _provider.Name, errorType: null);
            Observation?.OnRenewed();
        }
    }

    public void OnRenewalFailed(long sent, Exception? failure)
    {
        lock (_term)
        {
            if (EndRenewal(sent))
            {
                _term.OnRenewalFailed();
            }
        }

        if (IsCountedOn)
        {
            LockMeter.Renewed(_request, _provider.Name, failure?.GetType().FullName ?? "unknown");
            Observation?.OnRenewalFailed(failure);
        }
    }

    /// <summary>The store answered a renewal: the lease is not ours.</summary>
    public void OnNotHeld()
    {
        // A renewal that crosses a release is answered like that, too, and is no failure.
        if (IsCountedOn)
        {
            LockMeter.Renewed(_request, _provider.Name, LockTags.ReasonOf(LockLossReason.NotHeld));
        }

        MarkLost(LockLossReason.NotHeld);
    }

    public void MarkLost(LockLossReason reason) => Handle?.MarkLost(reason);

    /// <summary>The handle was declared lost, whoever did it.</summary>
    public void OnLost(LockLossReason reason) => _provider.OnLost(reason);

    public async ValueTask<bool> ExtendAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        var sent = _provider.TimeProvider.GetTimestamp();
        LockLossReason reason;
        lock (_term)
        {
            // The timer may be late, after the process was stopped for a while: what is lost is not asked for again.
            reason = Examine(out _);
            if (reason == LockLossReason.None)
            {
                _term.OnAsked(sent, lease);
            }
        }

        if (reason != LockLossReason.None)
        {
            _provider.Scheduler.Remove(this);
            MarkLost(reason);
            return false;
        }

        // A shorter lease is watched from here on: its acknowledgement may never come.
        _provider.Scheduler.OnDueChanged(this);
        var isHeld = await _provider.RenewAsync([new LeaseRenewal(Claim, lease)], cancellationToken).ConfigureAwait(false);
        if (!isHeld[0])
        {
            _provider.Scheduler.Remove(this);
            MarkLost(LockLossReason.NotHeld);
            return false;
        }

        bool isLost;
        lock (_term)
        {
            isLost = _isLost;
            if (!isLost)
            {
                _term.OnAcknowledged(sent, lease);
            }
        }

        ShortenAgain();
        _provider.Scheduler.OnDueChanged(this);
        return !isLost;
    }

    /// <summary>Ends the lease, or shortens it to what is left of <see cref="LockRequest.HoldAtLeast"/>.</summary>
    /// <returns><see langword="false"/> when it turned out to be no longer ours.</returns>
    public async ValueTask<bool> EndAsync(bool isAsync)
    {
        // Before anything else: the provider's disposal, which finds the hold ended and has nothing to do for it, waits for this before it closes the store.
        using (_provider.Enter())
        {
            if (Interlocked.Exchange(ref _state, Ended) == Ended)
            {
                return true; // by the provider's disposal, which has told the handle
            }

            // No renewal is sent any more; one that is under way finds the lease either ours or gone. And nobody has to be told any more.
            _provider.Scheduler.Remove(this);
            ForgetHandle();
            try
            {
                // If the process dies here, or the request is lost, the lease ends by itself.
                // It is not bounded here: nobody waits for it longer than the handle or the provider's disposal does.
                return isAsync
                    ? await _provider.Store.ReleaseAsync(Claim, UntilReleasable, CancellationToken.None).ConfigureAwait(false)
                    : _provider.Store.Release(Claim, UntilReleasable, CancellationToken.None);
            }
            catch when (UntilReleasable == TimeSpan.Zero)
            {
                // The lease may still be there, and others would have to wait for its end.
                _ = _provider.CleanUp.Release(Claim, _request, underWay: null, LongestRest);
                throw;
            }
            finally
            {
                // Also when the lease is only shortened: who waits sleeps until its old end.
                _key.Signal();
            }
        }
    }

    public void OnAbandoned()
    {
        if (Volatile.Read(ref _state) == Held)
        {
            // Not here: this is the finalizer's thread.
            ThreadPool.UnsafeQueueUserWorkItem(static hold => ((LeaseHold)hold!).EndAbandoned(), this);
        }
    }

    private void ForgetHandle()
    {
        lock (_term)
        {
            if (_handle.IsAllocated)
            {
                _handle.Free();
            }
        }
    }

    private void EndAbandoned()
    {
        if (Volatile.Read(ref _state) == Held)
        {
            _provider.OnAbandoned(_request);
            _ = _provider.EndInBackgroundAsync(this);
        }
    }

    /// <summary>A renewal or an extension that was under way when the hold ended may have undone the shortening to <see cref="LockRequest.HoldAtLeast"/>.</summary>
    private void ShortenAgain()
    {
        if (_request.HoldAtLeast > TimeSpan.Zero && Volatile.Read(ref _state) == Ended)
        {
            _ = _provider.CleanUp.Release(Claim, _request, underWay: null, LongestRest, UntilReleasable);
        }
    }

    private bool EndRenewal(long sent)
    {
        var isAwaited = _renewalSent == sent;
        _renewalSent = isAwaited ? null : _renewalSent;
        return isAwaited;
    }

    private TimeSpan UntilGivenUp(long sent) => NotNegative(_term.RenewalLimit - _provider.TimeProvider.GetElapsedTime(sent));

    private TimeSpan UntilHoldExceeded(TimeSpan maxHold) => NotNegative(maxHold - _provider.TimeProvider.GetElapsedTime(_start));

    private static TimeSpan NotNegative(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
