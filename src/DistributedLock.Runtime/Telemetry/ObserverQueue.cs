using Microsoft.Extensions.Logging;

namespace DistributedLock.Telemetry;

/// <summary>
/// Hands events to observers, one after the other, on the thread pool: what an observer does can delay neither a lock nor the renewal of others. Thread-safe.
/// </summary>
/// <remarks>It is as long as observers are slow: an audit that leaves events out would be none.</remarks>
internal sealed class ObserverQueue(IReadOnlyList<ILockObserver> observers, ILogger logger)
{
    private readonly Queue<LockEvent> _events = new(); // also the monitor of what follows
    private TaskCompletionSource<bool>? _run; // while events are being told

    public bool HasObservers => observers.Count > 0;

    public void Add(LockEvent lockEvent)
    {
        lock (_events)
        {
            _events.Enqueue(lockEvent);
            if (_run is not null)
            {
                return;
            }

            _run = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        ThreadPool.UnsafeQueueUserWorkItem(static queue => ((ObserverQueue)queue!).TellAll(), this);
    }

    /// <summary>Completes when nothing is left to be told.</summary>
    public Task DrainAsync()
    {
        lock (_events)
        {
            return _run?.Task ?? Task.CompletedTask;
        }
    }

    private void TellAll()
    {
        while (true)
        {
            LockEvent lockEvent;
            lock (_events)
            {
                if (_events.Count == 0)
                {
                    _run!.SetResult(true);
                    _run = null;
                    return;
                }

                lockEvent = _events.Dequeue();
            }

            foreach (var observer in observers)
            {
                Tell(observer, lockEvent);
            }
        }
    }

    private void Tell(ILockObserver observer, LockEvent lockEvent)
    {
        try
        {
            observer.OnLockEvent(lockEvent);
        }
        catch (Exception exception)
        {
            LockLog.ObserverFailed(logger, observer.GetType().FullName ?? "(unknown)", lockEvent.Kind, exception);
        }
    }
}
