using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Elections;

/// <summary>Calls handlers of events on the thread pool, one at a time and in the order in which the events were posted. What they throw is logged. Thread-safe.</summary>
/// <remarks>One that never returns keeps the later ones waiting, and nothing else.</remarks>
internal sealed class ElectionEvents(string election, ILogger logger)
{
    private readonly Queue<Action> _posted = new(); // also the monitor of what follows
    private bool _isRunning;

    public void Post<T>(EventHandler<T>? handlers, object sender, T arguments)
        where T : EventArgs
    {
        foreach (var handler in handlers?.GetInvocationList() ?? [])
        {
            Post(() => ((EventHandler<T>)handler)(sender, arguments));
        }
    }

    private void Post(Action call)
    {
        lock (_posted)
        {
            _posted.Enqueue(call);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static events => ((ElectionEvents)events!).Run(), this);
    }

    private void Run()
    {
        while (TryTake(out var call))
        {
            try
            {
                call();
            }
            catch (Exception exception)
            {
                ElectionLog.HandlerFailed(logger, election, exception);
            }
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Action? call)
    {
        lock (_posted)
        {
            _isRunning = _posted.Count > 0;
            call = _isRunning ? _posted.Dequeue() : null;
            return _isRunning;
        }
    }
}
