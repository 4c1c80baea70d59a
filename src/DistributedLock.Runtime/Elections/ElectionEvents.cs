namespace DistributedLock.Elections;

/// <summary>Runs callbacks on the thread pool, one at a time and in the order in which they were posted. Thread-safe. A callback must not throw.</summary>
/// <remarks>One that never returns keeps the later ones waiting, and nothing else.</remarks>
internal sealed class ElectionEvents
{
    private readonly Queue<Action> _posted = new(); // also the monitor of what follows
    private bool _isRunning;

    public void Post(Action callback)
    {
        lock (_posted)
        {
            _posted.Enqueue(callback);
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
        while (true)
        {
            Action next;
            lock (_posted)
            {
                if (_posted.Count == 0)
                {
                    _isRunning = false;
                    return;
                }

                next = _posted.Dequeue();
            }

            next();
        }
    }
}
