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
    private WeakReference<LeaseLockHandle>? _handle;
    private bool _isRenewing;
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
                var due = _isRenewing ? _term.UntilLost : Shorter(_term.UntilRenewal, _term.UntilLost);
                return _request.MaxHold is { } maxHold ? Shorter(due, UntilHoldExceeded(maxHold)) : due;
            }
        }
    }

    /// <summary>How long one renewal of this lease may take.</summary>
    public TimeSpan RenewalLimit
    {
        get
        {
            lock (_term)
            {
                return _term.RenewalLimit;
            }
        }
    }

    public LeaseLockHandle CreateHandle(long? fencingToken)
    {
        var handle = new LeaseLockHandle(_provider, this, _request, _provider.TimeProvider.GetUtcNow(), fencingToken);
        _handle = new WeakReference<LeaseLockHandle>(handle);
        return handle;
    }

    /// <summary>Whether the lock can no longer be counted on, and why.</summary>
    /// <param name="isRenewable">Whether it can, and a renewal would be welcome.</param>
    public LockLossReason Examine(out bool isRenewable)
    {
        lock (_term)
        {
            isRenewable = false;
            if (_request.MaxHold is { } maxHold && UntilHoldExceeded(maxHold) == TimeSpan.Zero)
            {
                return LockLossReason.HoldExceeded;
            }

            if (_term.UntilLost == TimeSpan.Zero)
            {
                return LockLossReason.NotHeld;
            }

            isRenewable = !_isRenewing && _term.IsRenewable;
            return LockLossReason.None;
        }
    }

    public LeaseRenewal BeginRenewal()
    {
        lock (_term)
        {
            _isRenewing = true;
            return new LeaseRenewal(Claim, _term.Lease);
        }
    }

    /// <param name="sent">When the request was sent; <see langword="null"/> when it was not acknowledged.</param>
    public void EndRenewal(long? sent)
    {
        lock (_term)
        {
            _isRenewing = false;
            if (sent is { } moment)
            {
                _term.OnAcknowledged(moment);
            }
            else
            {
                _term.OnRenewalFailed();
            }
        }
    }

    public void MarkLost(LockLossReason reason)
    {
        if (_handle is { } reference && reference.TryGetTarget(out var handle))
        {
            handle.MarkLost(reason);
        }
    }

    public async ValueTask<bool> ExtendAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_term)
        {
            // Before it is sent: from then on the store may have it, whatever becomes of the answer.
            _term.OnAsked(lease);
        }

        var sent = _provider.TimeProvider.GetTimestamp();
        var isHeld = await _provider.RenewAsync([new LeaseRenewal(Claim, lease)], _provider.Store.OperationTimeout, cancellationToken).ConfigureAwait(false);
        if (!isHeld[0])
        {
            _provider.Scheduler.Remove(this);
            MarkLost(LockLossReason.NotHeld);
            return false;
        }

        lock (_term)
        {
            _term.OnAcknowledged(sent);
        }

        _provider.Scheduler.OnDueChanged(this);
        return true;
    }

    /// <summary>Ends the lease, or shortens it to what is left of <see cref="LockRequest.HoldAtLeast"/>.</summary>
    /// <returns><see langword="false"/> when it turned out to be no longer ours.</returns>
    public async ValueTask<bool> EndAsync(bool isAsync)
    {
        if (Interlocked.Exchange(ref _state, Ended) == Ended)
        {
            return true; // by the provider's disposal, which has told the handle
        }

        // No renewal is sent any more; one that is under way finds the lease either ours or gone.
        _provider.Scheduler.Remove(this);
        var keepFor = _request.HoldAtLeast == TimeSpan.Zero ? TimeSpan.Zero : _request.HoldAtLeast - _provider.TimeProvider.GetElapsedTime(_start);
        if (keepFor > TimeSpan.Zero)
        {
            // If the process dies here, or the request is lost, the lease ends by itself.
            return await _provider.Calls(isAsync).ReleaseAsync(Claim, keepFor).ConfigureAwait(false);
        }

        try
        {
            // If the process dies here, the lease ends by itself.
            return await _provider.Calls(isAsync).ReleaseAsync(Claim, TimeSpan.Zero).ConfigureAwait(false);
        }
        catch
        {
            // The lease may still be there, and others would have to wait for its end.
            _ = _provider.CleanUp.Release(Claim, _request, underWay: null);
            throw;
        }
        finally
        {
            _key.Signal();
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

    private void EndAbandoned()
    {
        if (Volatile.Read(ref _state) == Held)
        {
            _provider.OnAbandoned(_request);
            _ = _provider.EndInBackgroundAsync(this);
        }
    }

    private TimeSpan UntilHoldExceeded(TimeSpan maxHold)
    {
        var rest = maxHold - _provider.TimeProvider.GetElapsedTime(_start);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
