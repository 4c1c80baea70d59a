namespace DistributedLock.Sessions;

/// <summary>
/// The one timer of a session provider: asks twice a second whether what is held is still held, and calls the holders whose time limits are due. It runs
/// only while something is held. Thread-safe.
/// </summary>
internal sealed class SessionScheduler : IDisposable
{
    /// <summary>A loss is noticed at most twice this long after it happened, and usually within once.</summary>
    public static readonly TimeSpan VerifyInterval = TimeSpan.FromMilliseconds(500);

    // A timer may fire a little before its time by another clock; the next question would come only an interval later.
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly HashSet<SessionHolder> _holders = []; // also the monitor of what follows
    private readonly HashSet<SessionHold> _verifying = [];
    private long _armedAt;
    private TimeSpan _armedFor = Timeout.InfiniteTimeSpan;
    private long _verifiedAt;
    private bool _isClosed;

    public SessionScheduler(TimeProvider clock)
    {
        _clock = clock;
        _verifiedAt = clock.GetTimestamp();
        _timer = clock.CreateTimer(
            static scheduler => ((SessionScheduler)scheduler!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many locks and permits are held, those included that have to last longer than their handles.</summary>
    public int Held
    {
        get
        {
            lock (_holders)
            {
                return _holders.Count(static holder => holder.Grant.Hold.LossReason == LockLossReason.None);
            }
        }
    }

    /// <returns><see langword="false"/> when the provider is disposed.</returns>
    public bool TryAdd(SessionHolder holder)
    {
        lock (_holders)
        {
            if (_isClosed)
            {
                return false;
            }

            _holders.Add(holder);
            ArmWithin(holder.UntilDue);
        }

        // Outside the monitor: a loss that was reported already is told at once.
        holder.Grant.Hold.Observe(OnHoldLost);
        return true;
    }

    public void Remove(SessionHolder holder)
    {
        lock (_holders)
        {
            _holders.Remove(holder);
        }
    }

    /// <summary>The holder's <see cref="SessionHolder.UntilDue"/> is another one now.</summary>
    public void OnDueChanged(SessionHolder holder)
    {
        lock (_holders)
        {
            if (!_isClosed)
            {
                ArmWithin(holder.UntilDue);
            }
        }
    }

    /// <summary>Stops, and hands over what is still held.</summary>
    public IReadOnlyList<SessionHolder> Close()
    {
        lock (_holders)
        {
            _isClosed = true;
            var rest = _holders.ToArray();
            _holders.Clear();
            return rest;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        SessionHolder[] holders;
        lock (_holders)
        {
            _armedFor = Timeout.InfiniteTimeSpan;
            holders = _holders.ToArray();
        }

        foreach (var holder in holders)
        {
            if (holder.UntilDue == TimeSpan.Zero)
            {
                holder.OnDue();
            }
        }

        Verify(holders);
        lock (_holders)
        {
            foreach (var holder in _holders)
            {
                ArmWithin(holder.UntilDue);
            }
        }
    }

    private void Verify(SessionHolder[] holders)
    {
        var holds = new List<SessionHold>();
        lock (_holders)
        {
            if (holders.Length == 0 || _clock.GetElapsedTime(_verifiedAt) < VerifyInterval - TimerGrain)
            {
                return;
            }

            // An answer that takes long delays the next question about the same hold, never those about others: their sessions may be as dead, and the store
            // may give them to somebody else before their turn came. The holders of a shared hold have one between them.
            _verifiedAt = _clock.GetTimestamp();
            holds.AddRange(holders.Select(static holder => holder.Grant.Hold).Where(_verifying.Add));
        }

        foreach (var hold in holds)
        {
            _ = VerifyAsync(hold);
        }
    }

    private async Task VerifyAsync(SessionHold hold)
    {
        try
        {
            hold.ReportLoss(await hold.VerifyAsync().ConfigureAwait(false));
        }
        finally
        {
            lock (_holders)
            {
                _verifying.Remove(hold);
            }
        }
    }

    private void OnHoldLost(SessionHold hold, LockLossReason reason)
    {
        SessionHolder[] losers;
        lock (_holders)
        {
            losers = _holders.Where(holder => ReferenceEquals(holder.Grant.Hold, hold)).ToArray();
        }

        foreach (var loser in losers)
        {
            loser.MarkLost(reason);
        }
    }

    /// <summary>Sees to it that the timer fires in time for a due holder, and for the next verification. Inside the monitor.</summary>
    private void ArmWithin(TimeSpan? due)
    {
        var within = due is { } limit && limit < VerifyInterval ? TimeSpan.FromMilliseconds(Math.Ceiling(limit.TotalMilliseconds)) : VerifyInterval;
        if (_armedFor != Timeout.InfiniteTimeSpan && _armedFor - _clock.GetElapsedTime(_armedAt) <= within)
        {
            return;
        }

        _armedAt = _clock.GetTimestamp();
        _armedFor = within;
        _timer.Change(within, Timeout.InfiniteTimeSpan);
    }
}
