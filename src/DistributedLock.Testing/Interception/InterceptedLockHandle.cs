namespace DistributedLock.Testing;

/// <summary>
/// A lock of the provider behind, written down, and lost where it is to be lost. It ends the inner hold once: by its release, or by a loss before that.
/// </summary>
internal sealed class InterceptedLockHandle : DistributedLockHandle
{
    private readonly object _gate = new();
    private readonly InterceptingLockProvider _owner;
    private readonly IDistributedLockHandle _inner;
    private readonly RecordedAcquisition _record;
    private readonly Interception _plan;
    private readonly SimulatedLease? _lease;
    private readonly LossSchedule? _loss;
    private readonly CancellationToken _innerLostToken;
    private readonly long _start;
    private CancellationTokenRegistration _innerLoss;
    private bool _isLossRecorded;
    private int _isInnerEnded;

    public InterceptedLockHandle(
        InterceptingLockProvider owner, LockRequest request, IDistributedLockHandle inner, Interception plan, RecordedAcquisition record, SimulatedLease? lease)
        : base(owner, request, inner.AcquiredAt, inner.FencingToken)
    {
        _owner = owner;
        _inner = inner;
        _plan = plan;
        _record = record;
        _lease = lease;
        _start = owner.TimeProvider.GetTimestamp();
        _loss = plan.Loss is null ? null : new LossSchedule(this, plan.Loss, lease, owner.TimeProvider);

        // Asked for now: a handle may dispose its token source when it is released.
        _innerLostToken = inner.LostToken;
    }

    public int Number => _record.Number;

    /// <summary>Whether the provider behind still holds the lock for this handle.</summary>
    public bool IsInStore => Volatile.Read(ref _isInnerEnded) == 0 && InnerLossReason is LockLossReason.None or LockLossReason.HoldExceeded;

    public bool IsSemaphore => Request.MaxConcurrency > 1;

    public override DateTimeOffset? ExpiresAt => _lease is null ? _inner.ExpiresAt : _lease.ExpiresAt;

    public override LockLossReason LossReason => base.LossReason != LockLossReason.None ? base.LossReason : InnerLossReason;

    private TimeSpan Elapsed => _owner.TimeProvider.GetElapsedTime(_start);

    private LockLossReason InnerLossReason =>
        _inner is DistributedLockHandle known ? known.LossReason
        : _innerLostToken.IsCancellationRequested ? LockLossReason.NotHeld
        : LockLossReason.None;

    /// <summary>Begins to watch over the lock. Called once, when the acquisition is written down.</summary>
    public void Start()
    {
        // By a weak reference: a handle that nobody has any more is abandoned, and must be collected.
        _innerLoss = _innerLostToken.Register(
            static state =>
            {
                if (((WeakReference<InterceptedLockHandle>)state!).TryGetTarget(out var handle))
                {
                    handle.Tell(LockLossReason.NotHeld);
                }
            },
            new WeakReference<InterceptedLockHandle>(this));
        _loss?.Arm();
    }

    /// <summary>The lock is taken away, as by an operator. The holder hears of it now, or when it asks.</summary>
    public void TakeAway(bool isTold)
    {
        if (isTold)
        {
            Tell(LockLossReason.NotHeld);
        }

        Free();
    }

    /// <summary>The holder hears that the lock is lost. Nothing happens when it is lost or released already.</summary>
    public void Tell(LockLossReason reason)
    {
        // The provider behind may have lost the lock before, and its word of it be on its way.
        reason = InnerLossReason is var earlier and not LockLossReason.None ? earlier : reason;

        // Written down before anybody who hears of it can release.
        lock (_gate)
        {
            if (MarkLost(reason))
            {
                RecordLoss(reason);
            }
        }
    }

    /// <summary>Gives the lock back to the provider behind, whatever its holder knows.</summary>
    public void Free()
    {
        if (TryEndInner())
        {
            _ = FreeAsync();
        }
    }

    protected override async ValueTask<bool> ExtendCoreAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsInStore)
        {
            Tell(LockLossReason.NotHeld);
            return false;
        }

        var isHeld = await _inner.ExtendAsync(lease, cancellationToken).ConfigureAwait(false);
        if (isHeld && _lease is not null)
        {
            _lease.Set(lease);
            _loss?.Arm();
        }

        return isHeld;
    }

    protected override async ValueTask<bool> ReleaseCoreAsync()
    {
        BeginRelease();
        if (_plan.ReleaseDelay > TimeSpan.Zero)
        {
            await Task.Delay(_plan.ReleaseDelay, _owner.TimeProvider).ConfigureAwait(false);
        }

        if (!TryEndInner())
        {
            return EndLost();
        }

        if (!TryLinger())
        {
            await _inner.DisposeAsync().ConfigureAwait(false);
        }

        return InnerLossReason == LockLossReason.None || EndLost();
    }

    protected override bool ReleaseCore()
    {
        BeginRelease();
        if (_plan.ReleaseDelay > TimeSpan.Zero)
        {
            Task.Delay(_plan.ReleaseDelay, _owner.TimeProvider).GetAwaiter().GetResult();
        }

        if (!TryEndInner())
        {
            return EndLost();
        }

        if (!TryLinger())
        {
            _inner.Dispose();
        }

        return InnerLossReason == LockLossReason.None || EndLost();
    }

    private void BeginRelease()
    {
        lock (_gate)
        {
            // First of all: the next holder's acquisition is written down as soon as the lock is given back.
            _record.Released();
        }

        _loss?.Cancel();
        _innerLoss.Dispose();
        _owner.Handles.Remove(this);
    }

    /// <summary>The holder learns by its release that the lock was no longer its own.</summary>
    private bool EndLost()
    {
        var reason = InnerLossReason;
        RecordLoss(reason != LockLossReason.None ? reason : LockLossReason.NotHeld);
        return false;
    }

    private void RecordLoss(LockLossReason reason)
    {
        lock (_gate)
        {
            if (!_isLossRecorded)
            {
                _isLossRecorded = true;
                _record.Lost(reason);
            }
        }
    }

    private async Task FreeAsync()
    {
        try
        {
            await _inner.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Nobody waits for this. A handle of ours never throws here; one of somebody else's may.
            InterceptionLog.FreeingFailed(_owner.Logger, Key.Value, exception);
        }
    }

    private bool TryEndInner() => Interlocked.Exchange(ref _isInnerEnded, 1) == 0;

    /// <summary>Keeps the inner hold for what is left of the least time, where the provider behind was not asked to.</summary>
    private bool TryLinger()
    {
        var rest = Request.HoldAtLeast - Elapsed;
        if (_lease is null || rest <= TimeSpan.Zero)
        {
            return false;
        }

        _ = Task.Delay(rest, _owner.TimeProvider).ContinueWith(
            static (_, inner) => ((IDistributedLockHandle)inner!).Dispose(),
            _inner,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return true;
    }
}
