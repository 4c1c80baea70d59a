namespace DistributedLock.LocalQueues;

/// <summary>
/// The timer of one wait: ends it at its deadline, and lets the lock look for abandoned holders once a second until then.
/// </summary>
internal sealed class LocalWaitWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly LocalLock _owner;
    private readonly LocalWaiter _waiter;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly ITimer _timer;

    public LocalWaitWatch(LocalLock owner, LocalWaiter waiter, TimeSpan timeout, TimeProvider clock)
    {
        _owner = owner;
        _waiter = waiter;
        _timeout = timeout;
        _clock = clock;
        _start = clock.GetTimestamp();

        // Created unarmed: a callback must not find the field below unset.
        _timer = clock.CreateTimer(static watch => ((LocalWaitWatch)watch!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(timeout);
    }

    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        var rest = _timeout == Timeout.InfiniteTimeSpan ? _timeout : _timeout - _clock.GetElapsedTime(_start);
        if (rest != Timeout.InfiniteTimeSpan && rest <= TimeSpan.Zero)
        {
            if (_owner.TryGiveUp(_waiter))
            {
                _waiter.TrySetResult(false);
            }

            return;
        }

        _owner.OnStillWaiting();
        Arm(rest);
    }

    private void Arm(TimeSpan rest)
    {
        // Timers count in whole milliseconds and may fire early by a fraction: rounding up avoids a second, empty round.
        var due = rest == Timeout.InfiniteTimeSpan || rest > Interval ? Interval : TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds));
        try
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The wait has ended in the meantime.
        }
    }
}
