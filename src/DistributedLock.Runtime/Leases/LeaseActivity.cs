namespace DistributedLock.Leases;

/// <summary>
/// Counts the requests and releases that are under way, so that a disposal can wait for them: the store must not be gone before what they took is given back.
/// Thread-safe.
/// </summary>
internal sealed class LeaseActivity
{
    private int _count;
    private TaskCompletionSource<bool>? _idle;

    public Part Enter()
    {
        Interlocked.Increment(ref _count);
        return new Part(this);
    }

    /// <summary>Ends when nothing is under way. Called once.</summary>
    public Task WaitForEndAsync()
    {
        var idle = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _idle, idle);
        if (Volatile.Read(ref _count) == 0)
        {
            idle.TrySetResult(true);
        }

        return idle.Task;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            Volatile.Read(ref _idle)?.TrySetResult(true);
        }
    }

    /// <summary>One of them; ended by its disposal.</summary>
    public readonly struct Part(LeaseActivity activity) : IDisposable
    {
        public void Dispose() => activity.Leave();
    }
}
