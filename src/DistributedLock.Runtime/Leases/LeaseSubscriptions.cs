namespace DistributedLock.Leases;

/// <summary>Ends the subscriptions of keys that nobody has waited for lately. Thread-safe.</summary>
internal sealed class LeaseSubscriptions : IDisposable
{
    /// <summary>How long a key keeps its subscription after the last wait, at least; at most twice as long.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(15);

    private readonly ITimer _timer;
    private readonly HashSet<LeaseKey> _keys = []; // also the monitor
    private bool _isArmed;
    private bool _isClosed;

    public LeaseSubscriptions(TimeProvider clock) => _timer = clock.CreateTimer(
        static subscriptions => ((LeaseSubscriptions)subscriptions!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Add(LeaseKey key)
    {
        lock (_keys)
        {
            if (!_isClosed)
            {
                _keys.Add(key);
                Arm();
                return;
            }
        }

        key.Unsubscribe();
    }

    public void Remove(LeaseKey key)
    {
        lock (_keys)
        {
            _keys.Remove(key);
        }
    }

    /// <summary>Ends all of them.</summary>
    public void Close()
    {
        LeaseKey[] keys;
        lock (_keys)
        {
            _isClosed = true;
            keys = _keys.ToArray();
            _keys.Clear();
        }

        Array.ForEach(keys, static key => key.Unsubscribe());
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        LeaseKey[] keys;
        lock (_keys)
        {
            _isArmed = false;
            keys = _keys.ToArray();
        }

        Array.ForEach(keys, static key => key.TryUnsubscribe(Linger));
        lock (_keys)
        {
            Arm();
        }
    }

    private void Arm()
    {
        if (!_isArmed && _keys.Count > 0)
        {
            _isArmed = true;
            _timer.Change(Linger, Timeout.InfiniteTimeSpan);
        }
    }
}
