namespace DistributedLock.Leases;

/// <summary>
/// The queues of the resources that somebody of this process waits for, or has waited for a moment ago: a contended lock is contended again soon, and a
/// subscription costs a round trip. Thread-safe.
/// </summary>
internal sealed class LeaseQueueTable : IDisposable
{
    /// <summary>How long a queue without waiters keeps its subscription.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(15);

    private readonly LeaseLockProvider _provider;
    private readonly ITimer _timer;
    private readonly Dictionary<LockResource, LeaseQueue> _queues = []; // also the monitor
    private int _count;
    private bool _isArmed;
    private Exception? _closed;

    public LeaseQueueTable(LeaseLockProvider provider)
    {
        _provider = provider;
        _timer = provider.TimeProvider.CreateTimer(
            static table => ((LeaseQueueTable)table!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether somebody of this process waits: who comes now has to queue up.</summary>
    public bool HasWaiters(LockResource resource)
    {
        if (Volatile.Read(ref _count) == 0)
        {
            return false;
        }

        lock (_queues)
        {
            return _queues.TryGetValue(resource, out var queue) && queue.Waiters > 0;
        }
    }

    /// <summary>Joins the waiters of a resource.</summary>
    /// <exception cref="ObjectDisposedException">The provider is disposed.</exception>
    public LeaseQueue Join(LockResource resource)
    {
        lock (_queues)
        {
            if (_closed is not null)
            {
                throw _closed;
            }

            if (!_queues.TryGetValue(resource, out var queue))
            {
                queue = new LeaseQueue(resource);
                _queues.Add(resource, queue);
                Volatile.Write(ref _count, _queues.Count);
            }

            queue.Waiters++;
            return queue;
        }
    }

    public void Leave(LeaseQueue queue)
    {
        lock (_queues)
        {
            queue.Waiters--;
            if (queue.Waiters > 0 || _closed is not null)
            {
                return;
            }

            queue.IdleSince = _provider.TimeProvider.GetTimestamp();
            if (!_isArmed)
            {
                _isArmed = true;
                _timer.Change(Linger, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>A holder of this process released: faster than the store's own signal.</summary>
    public void Signal(LockResource resource)
    {
        if (Volatile.Read(ref _count) == 0)
        {
            return;
        }

        LeaseQueue? queue;
        lock (_queues)
        {
            _queues.TryGetValue(resource, out queue);
        }

        queue?.WakeUp.Signal();
    }

    /// <summary>Ends every wait with an exception, and every subscription.</summary>
    public void Close(Exception reason)
    {
        LeaseQueue[] queues;
        lock (_queues)
        {
            _closed = reason;
            queues = _queues.Values.ToArray();
            _queues.Clear();
        }

        foreach (var queue in queues)
        {
            queue.Turn.FailWaiters(reason);
            Unsubscribe(queue);
        }
    }

    /// <summary>For one that has just queued up: the disposal may have emptied the queue before.</summary>
    public void FailWaitersIfClosed(LeaseQueue queue)
    {
        Exception? reason;
        lock (_queues)
        {
            reason = _closed;
        }

        if (reason is not null)
        {
            queue.Turn.FailWaiters(reason);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        var idle = new List<LeaseQueue>();
        lock (_queues)
        {
            _isArmed = false;
            if (_closed is not null)
            {
                return;
            }

            foreach (var queue in _queues.Values.Where(queue => queue.Waiters == 0))
            {
                if (_provider.TimeProvider.GetElapsedTime(queue.IdleSince) >= Linger)
                {
                    idle.Add(queue);
                }
                else
                {
                    _isArmed = true;
                }
            }

            idle.ForEach(queue => _queues.Remove(queue.Resource));
            Volatile.Write(ref _count, _queues.Count);
            if (_isArmed)
            {
                _timer.Change(Linger, Timeout.InfiniteTimeSpan);
            }
        }

        idle.ForEach(Unsubscribe);
    }

    private void Unsubscribe(LeaseQueue queue)
    {
        if (queue.Subscription is { } subscription)
        {
            queue.Subscription = null;
            _ = _provider.CleanUp.Unsubscribe(subscription);
        }
    }
}
