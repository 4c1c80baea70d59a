namespace DistributedLock.Benchmarks.Measuring;

/// <summary>One lock that several sides, which stand for processes, take one after the other.</summary>
internal interface IContendedLock
{
    /// <summary>Waits for the lock, and gives what releases it.</summary>
    /// <param name="side">Who asks.</param>
    ValueTask<IAsyncDisposable> AcquireAsync(int side);
}
