namespace DistributedLock.Benchmarks.Postgres;

/// <summary>The two statements that a lock needs, on one connection of the driver with nothing around them. One caller at a time.</summary>
internal interface IBareStatements : IAsyncDisposable
{
    Task AcquireAndReleaseAsync(int caller);
}
