namespace DistributedLock.Providers;

/// <summary>
/// How a store answers those that ask it for locks. A try that is contended was answered; a wait that ended in the queue of its own process says nothing about the
/// store, and is not seen here. Thread-safe.
/// </summary>
internal sealed class StoreWatch
{
    private long _answers;

    /// <summary>The store did not answer somebody; told on the thread that learned it.</summary>
    public event Action<Exception>? Failed;

    /// <summary>How many tries the store has answered: to be compared with a number read before.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    public void OnAnswered() => Interlocked.Increment(ref _answers);

    /// <returns><see langword="false"/>, so that it can stand in the filter of a <c>catch</c> that catches nothing.</returns>
    public bool OnFailed(Exception failure)
    {
        Failed?.Invoke(failure);
        return false;
    }
}
