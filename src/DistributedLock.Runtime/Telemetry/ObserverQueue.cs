using Microsoft.Extensions.Logging;

namespace DistributedLock.Telemetry;

/// <summary>
/// Hands events to observers, one after the other, on the thread pool: what an observer does can delay neither a lock nor the renewal of others. Thread-safe.
/// </summary>
/// <remarks>It is as long as observers are slow: an audit that leaves events out would be none.</remarks>
/// <param name="observers">
/// Gives those who are told. Asked once, by <see cref="Prepare"/>: an observer may need a service that needs this provider, which is still being made when this is.
/// <see langword="null"/> where there is nobody.
/// </param>
/// <param name="logger">Where failures go.</param>
internal sealed class ObserverQueue(Func<IReadOnlyList<ILockObserver>>? observers, ILogger logger)
{
    private readonly Queue<LockEvent> _events = new(); // also the monitor of what follows
    private readonly Lazy<IReadOnlyList<ILockObserver>> _observers = new(() => Find(observers, logger));
    private TaskCompletionSource<bool>? _run; // while events are being told

    public bool HasObservers => observers is not null;

    /// <summary>
    /// Makes the observers, where that has not been done: on the thread of who takes the first lock, whose container is there for certain. When the first event is
    /// told it may be gone.
    /// </summary>
    public void Prepare()
    {
        try
        {
            _ = _observers.Value;
        }
        catch (InvalidOperationException)
        {
            // An observer that takes a lock while it is being made: it cannot be told of this one.
        }
    }

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

            foreach (var observer in _observers.Value)
            {
                Tell(observer, lockEvent);
            }
        }
    }

    private static IReadOnlyList<ILockObserver> Find(Func<IReadOnlyList<ILockObserver>>? observers, ILogger logger)
    {
        try
        {
            return observers?.Invoke() ?? [];
        }
        catch (Exception exception)
        {
            LockLog.ObserversMissing(logger, exception);
            return [];
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
