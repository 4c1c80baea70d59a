using DistributedLock.Telemetry;

namespace DistributedLock.Leases;

/// <summary>
/// The one timer of a lease provider: renews what is due in one batch and declares lost what can no longer be counted on. It runs only while something is
/// held. Thread-safe.
/// </summary>
internal sealed class LeaseScheduler : IDisposable
{
    // A connection that comes and goes must not make more traffic than the locks it serves.
    private static readonly TimeSpan PauseOfAll = TimeSpan.FromSeconds(1);

    private readonly LeaseLockProvider _provider;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly HashSet<LeaseHold> _holds = []; // also the monitor of what follows
    private long _armedAt;
    private TimeSpan _armedFor = Timeout.InfiniteTimeSpan;
    private bool _isAllDue;
    private long? _allRenewedAt;
    private bool _isClosed;

    public LeaseScheduler(LeaseLockProvider provider)
    {
        _provider = provider;
        _clock = provider.TimeProvider;

        // Without the context of whoever makes the provider: it would be that of every renewal, also in the traces of drivers.
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
        {
            _timer = _clock.CreateTimer(
                static scheduler => ((LeaseScheduler)scheduler!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Until everything may be renewed out of turn once more.</summary>
    private TimeSpan UntilAllRenewable => _allRenewedAt is { } last && PauseOfAll - _clock.GetElapsedTime(last) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    /// <summary>How many leases are held.</summary>
    public int Held
    {
        get
        {
            lock (_holds)
            {
                return _holds.Count;
            }
        }
    }

    /// <returns><see langword="false"/> when the provider is disposed.</returns>
    public bool TryAdd(LeaseHold hold)
    {
        lock (_holds)
        {
            if (_isClosed)
            {
                return false;
            }

            if (_holds.Count == 0)
            {
                _provider.OnFirstHold();
            }

            _holds.Add(hold);
            ArmWithin(hold.UntilDue);
            return true;
        }
    }

    public void Remove(LeaseHold hold)
    {
        lock (_holds)
        {
            _holds.Remove(hold);
        }
    }

    /// <summary>The hold's <see cref="LeaseHold.UntilDue"/> is another one now.</summary>
    public void OnDueChanged(LeaseHold hold)
    {
        lock (_holds)
        {
            if (!_isClosed && _holds.Contains(hold))
            {
                ArmWithin(hold.UntilDue);
            }
        }
    }

    /// <summary>The store may have forgotten what is held: it is asked at once, or when the last time is long enough ago.</summary>
    public void RenewAllSoon()
    {
        lock (_holds)
        {
            _isAllDue = _holds.Count > 0;
            if (_isAllDue)
            {
                ArmWithin(UntilAllRenewable);
            }
        }
    }

    /// <summary>Stops, and hands over what is still held.</summary>
    public IReadOnlyList<LeaseHold> Close()
    {
        lock (_holds)
        {
            _isClosed = true;
            var rest = _holds.ToArray();
            _holds.Clear();
            return rest;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        var lost = new List<(LeaseHold Hold, LockLossReason Reason)>();
        var due = new List<LeaseHold>();
        LeaseRenewal[] renewals;

        // From before it is sent: the store's own count can only begin later.
        var sent = _clock.GetTimestamp();
        lock (_holds)
        {
            _armedFor = Timeout.InfiniteTimeSpan;
            if (_isClosed)
            {
                return;
            }

            var isAllDue = _isAllDue && UntilAllRenewable == TimeSpan.Zero;
            if (isAllDue)
            {
                _isAllDue = false;
                _allRenewedAt = sent;
            }

            foreach (var hold in _holds)
            {
                var reason = hold.Examine(out var isRenewable);
                if (reason != LockLossReason.None)
                {
                    lost.Add((hold, reason));
                }
                else if (isRenewable || isAllDue) // also one whose renewal is under way: it may have gone down with the connection
                {
                    due.Add(hold);
                }
            }

            // What is lost is never renewed again: it could be somebody else's by now.
            lost.ForEach(loss => _holds.Remove(loss.Hold));
            renewals = due.Select(hold => hold.BeginRenewal(sent)).ToArray();

            // Before anything is sent: a store that blocks this thread must not stop the watch.
            Rearm();
        }

        lost.ForEach(static loss => loss.Hold.MarkLost(loss.Reason));
        if (due.Count > 0)
        {
            _ = RenewAsync(due, renewals, sent);
        }
    }

    private async Task RenewAsync(List<LeaseHold> holds, LeaseRenewal[] renewals, long sent)
    {
        var span = LockActivities.StartRenewal(_provider.Name, holds.Count, holds.Select(static hold => hold.Acquisition));
        Exception? failure = null;
        try
        {
            // If the process dies here, or is stopped, the leases end by themselves. If the network stalls, each hold gives up on this after its own
            // limit, so that a short lease costs a long one nothing, and the timer goes on to watch the two thirds.
            var areHeld = await _provider.RenewAsync(renewals, _provider.Closing).ConfigureAwait(false);
            for (var i = 0; i < renewals.Length; i++)
            {
                OnAnswered(holds[i], renewals[i], sent, areHeld[i], failure: null);
            }

            _provider.OnRenewed();
        }
        catch (LeaseRenewalException partial) when (partial.Outcomes.Count == renewals.Length)
        {
            failure = partial;
            for (var i = 0; i < renewals.Length; i++)
            {
                OnAnswered(holds[i], renewals[i], sent, partial.Outcomes[i], partial);
            }

            _provider.OnRenewalFailed(partial.Outcomes.Count(static outcome => outcome is null), partial);
        }
        catch (OperationCanceledException) when (_provider.Closing.IsCancellationRequested)
        {
            // No failure: the provider is being disposed, which ends every lease.
        }
        catch (Exception exception)
        {
            failure = exception;
            holds.ForEach(hold => hold.OnRenewalFailed(sent, exception));
            _provider.OnRenewalFailed(holds.Count, exception);
        }

        LockActivities.End(span, failure?.GetType().FullName);
        Rearm();
    }

    /// <param name="hold">The hold.</param>
    /// <param name="renewal">What was asked for it.</param>
    /// <param name="sent">A moment before it was sent.</param>
    /// <param name="isHeld"><see langword="null"/> when nobody knows.</param>
    /// <param name="failure">Why nobody knows.</param>
    private void OnAnswered(LeaseHold hold, LeaseRenewal renewal, long sent, bool? isHeld, Exception? failure)
    {
        switch (isHeld)
        {
            case true:
                hold.OnRenewed(sent, renewal.Lease);
                break;
            case false:
                Remove(hold);
                hold.OnNotHeld();
                break;
            default:
                hold.OnRenewalFailed(sent, failure);
                break;
        }
    }

    private void Rearm()
    {
        lock (_holds)
        {
            foreach (var hold in _holds)
            {
                ArmWithin(hold.UntilDue);
            }

            if (_isAllDue)
            {
                ArmWithin(UntilAllRenewable);
            }
        }
    }

    /// <summary>Sees to it that the timer fires in time. Inside the monitor.</summary>
    private void ArmWithin(TimeSpan due)
    {
        if (_isClosed || (_armedFor != Timeout.InfiniteTimeSpan && _armedFor - _clock.GetElapsedTime(_armedAt) <= due))
        {
            return;
        }

        // Timers count in whole milliseconds: rounding up avoids an empty round just before something is due.
        _armedFor = TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds));
        _armedAt = _clock.GetTimestamp();
        _timer.Change(_armedFor, Timeout.InfiniteTimeSpan);
    }
}
