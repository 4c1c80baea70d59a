namespace DistributedLock.Testing;

/// <summary>
/// A clock that stands still until a test moves it: time stamps, the time of day and timers all follow <see cref="Advance"/>. All members are thread-safe.
/// </summary>
/// <remarks>
/// Timers fire inside <see cref="Advance"/>, on its thread, in the order in which they are due, each at the moment it is due. A timer that is created with
/// a due time of zero fires at once, on the thread pool, because its creator does not expect the callback before it has the timer.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly object _gate = new();
    private readonly SortedSet<ManualTimer> _scheduled = new(ManualTimer.DueOrder);
    private readonly List<TimerExpectation> _expectations = [];
    private readonly DateTimeOffset _start;
    private long _elapsed;
    private long _lastSequence;

    /// <summary>Creates a clock.</summary>
    /// <param name="start">The time of day at which it stands; 2000-01-01 in UTC when not given.</param>
    public ManualTimeProvider(DateTimeOffset? start = null) => _start = start ?? new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>UTC: a test must not depend on where it runs.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>One time stamp is one tick of 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far the clock was moved.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp());

    /// <summary>How many timers are going to fire.</summary>
    public int ScheduledTimers
    {
        get
        {
            lock (_gate)
            {
                return _scheduled.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => (_start + Elapsed).ToUniversalTime();

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what becomes due on the way, including timers that these callbacks create.</summary>
    /// <param name="by">How far, from zero. Zero fires what is already due.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    /// <remarks>An exception of a callback comes out of this method; the clock then stands where that timer was due.</remarks>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_gate)
        {
            target = checked(_elapsed + by.Ticks);
        }

        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>
    /// Moves the clock without firing anything, as a process sees it that was stopped for a while. What became due fires at the next <see cref="Advance"/>.
    /// </summary>
    /// <param name="by">How far, from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Jump(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_gate)
        {
            _elapsed = checked(_elapsed + by.Ticks);
        }
    }

    /// <summary>
    /// Waits until at least so many timers are scheduled: that is how a test knows that the code under test has begun to wait, and that the clock can be moved.
    /// </summary>
    /// <param name="count">The number of timers, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitForTimersAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        lock (_gate)
        {
            if (_scheduled.Count >= count)
            {
                return Task.CompletedTask;
            }

            var expectation = new TimerExpectation(count);
            _expectations.Add(expectation);
            return expectation.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Schedules a timer anew, or takes it out of the schedule.</summary>
    /// <returns>Whether the timer still exists.</returns>
    internal bool Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _scheduled.Remove(timer);
            if (timer.IsDisposed)
            {
                return false;
            }

            timer.Period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            Add(timer, _elapsed + dueTime.Ticks);
        }

        if (dueTime == TimeSpan.Zero)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static clock => clock.Advance(TimeSpan.Zero), this, preferLocal: false);
        }

        return true;
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _scheduled.Remove(timer);
        }
    }

    /// <summary>Moves the clock to the next timer due until <paramref name="target"/>, or to the target itself when there is none.</summary>
    private ManualTimer? TakeDue(long target)
    {
        lock (_gate)
        {
            var next = _scheduled.Min;
            var isDue = next is not null && next.Due <= target;

            // Another thread may have moved the clock beyond this thread's target: it never goes back.
            _elapsed = Math.Max(_elapsed, isDue ? next!.Due : target);
            if (!isDue)
            {
                return null;
            }

            _scheduled.Remove(next!);
            if (next!.Period > TimeSpan.Zero)
            {
                Add(next, next.Due + next.Period.Ticks);
            }

            return next;
        }
    }

    private void Add(ManualTimer timer, long due)
    {
        timer.Due = due;
        timer.Sequence = ++_lastSequence;
        _scheduled.Add(timer);
        _expectations.RemoveAll(expectation => expectation.TryMeet(_scheduled.Count));
    }
}
