namespace DistributedLock.AspNetCore.Tests.Providers;

/// <summary>The in-memory provider, which tells a test when a request has come to it: it is then in the queue, or holds the lock.</summary>
internal sealed class WatchedProvider : IDistributedLockProvider, IDisposable
{
    private readonly InMemoryLockProvider _inner = new();
    private readonly SemaphoreSlim _asked = new(0);

    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default)
    {
        var acquisition = _inner.TryAcquireAsync(request, cancellationToken);
        _asked.Release();
        return acquisition;
    }

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => _inner.TryAcquire(request, cancellationToken);

    /// <summary>Waits until one more request has come.</summary>
    public async Task AskedAsync() => Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));

    public void Dispose()
    {
        _inner.Dispose();
        _asked.Dispose();
    }
}
