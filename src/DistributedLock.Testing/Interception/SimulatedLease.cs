namespace DistributedLock.Testing;

/// <summary>
/// The lease that a lock of the fake would have in a store: renewed at each third of it, given up when two thirds have passed without a renewal, as the lease
/// engine does. All spans are counted from the acquisition. Thread-safe.
/// </summary>
internal sealed class SimulatedLease
{
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly DateTimeOffset _acquiredAt;
    private readonly LockLoss? _loss;
    private State _state;

    public SimulatedLease(TimeProvider clock, TimeSpan length, LockLoss? loss)
    {
        _clock = clock;
        _start = clock.GetTimestamp();
        _acquiredAt = clock.GetUtcNow();
        _state = new State(TimeSpan.Zero, length);
        _loss = loss;
    }

    public DateTimeOffset ExpiresAt
    {
        get
        {
            var elapsed = Elapsed;
            var isRenewed = _loss?.MomentsOf(this) is null || elapsed < _loss.RenewedUntil;
            return _acquiredAt + EndWithout(isRenewed ? elapsed : _loss!.RenewedUntil);
        }
    }

    public TimeSpan Elapsed => _clock.GetElapsedTime(_start);

    /// <summary>The holder sets the rest of the lease.</summary>
    public void Set(TimeSpan length) => Volatile.Write(ref _state, new State(Elapsed, length));

    /// <summary>When the lease ends, if it is not renewed any more after that time.</summary>
    public TimeSpan EndWithout(TimeSpan renewalsAfter)
    {
        var state = Volatile.Read(ref _state);
        return state.LastRenewalBy(renewalsAfter) + state.Length;
    }

    /// <summary>When its holder gives it up, if it is not renewed any more after that time.</summary>
    public TimeSpan GivenUpWithout(TimeSpan renewalsAfter)
    {
        var state = Volatile.Read(ref _state);
        return state.LastRenewalBy(renewalsAfter) + new TimeSpan(state.Length.Ticks / 3 * 2);
    }

    /// <summary>One object, so that both are read at one moment.</summary>
    private sealed record State(TimeSpan SetAt, TimeSpan Length)
    {
        public TimeSpan LastRenewalBy(TimeSpan moment)
        {
            var third = Math.Max(1, Length.Ticks / 3);
            return moment <= SetAt ? SetAt : SetAt + new TimeSpan((moment - SetAt).Ticks / third * third);
        }
    }
}
