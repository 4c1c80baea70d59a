namespace DistributedLock.Benchmarks.Measuring;

/// <summary>One key of several providers, each of which stands for a process.</summary>
internal sealed class ProviderLock(IReadOnlyList<IDistributedLockProvider> sides, string key) : IContendedLock
{
    // The sides take turns in one flow, which would otherwise be told that it waits for itself.
    private readonly LockRequest _request = new(key) { TrackFlow = false, Timeout = TimeSpan.FromMinutes(1) };

    public async ValueTask<IAsyncDisposable> AcquireAsync(int side) => await sides[side].AcquireAsync(_request);
}
