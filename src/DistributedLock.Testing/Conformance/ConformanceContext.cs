namespace DistributedLock.Testing;

/// <summary>What one run of a case works with: providers on the fixture's store, which are disposed at its end, and keys that no other run uses.</summary>
public sealed class ConformanceContext : IAsyncDisposable
{
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly List<IDistributedLockProvider> _providers = [];
    private readonly List<HoldingProcess> _processes = [];
    private readonly LockConformanceFixture _fixture;
    private readonly CancellationToken _cancellationToken;

    internal ConformanceContext(LockConformanceFixture fixture, CancellationToken cancellationToken)
    {
        _fixture = fixture;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What the backend promises.</summary>
    public LockCapabilities Capabilities => _fixture.Capabilities;

    /// <inheritdoc cref="LockConformanceFixture.Moment"/>
    public TimeSpan Moment => _fixture.Moment;

    /// <inheritdoc cref="LockConformanceFixture.Patience"/>
    public TimeSpan Patience => _fixture.Patience;

    /// <inheritdoc cref="LockConformanceFixture.ManyKeys"/>
    public int ManyKeys => _fixture.ManyKeys;

    /// <summary>Whether the backend promises all of these.</summary>
    public bool Has(LockCapabilities capabilities) => (Capabilities & capabilities) == capabilities;

    /// <summary>Makes a provider on the fixture's store. It is disposed at the end of the case.</summary>
    public async Task<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup? setup = null)
    {
        var provider = await _fixture.CreateProviderAsync(setup ?? new LockProviderSetup(), _cancellationToken).ConfigureAwait(false);
        lock (_providers)
        {
            _providers.Add(provider);
        }

        return provider;
    }

    /// <summary>Starts a process that holds these locks. It is ended at the end of the case.</summary>
    public async Task<HoldingProcess> StartHoldingProcessAsync(params LockRequest[] requests)
    {
        var process = await _fixture.StartHoldingProcessAsync(requests, _cancellationToken).ConfigureAwait(false);
        lock (_processes)
        {
            _processes.Add(process);
        }

        return process;
    }

    /// <inheritdoc cref="LockConformanceFixture.TakeAwayAsync"/>
    public Task TakeAwayAsync(LockRequest request) => _fixture.TakeAwayAsync(request, _cancellationToken).AsTask();

    /// <summary>A key that only this run uses. The same name gives the same key.</summary>
    public LockKey Key(string name = "k") => new($"{name}-{_run}");

    /// <summary>A request for the exclusive lock of a key: exactly one try.</summary>
    public LockRequest Once(LockKey key) => new(key) { Timeout = TimeSpan.Zero };

    /// <summary>A request for the exclusive lock of a key that waits for ever; the case's own limit ends it.</summary>
    public LockRequest Forever(LockKey key) => new(key) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>
    /// The same as <see cref="Once"/> for a lock that will not be given back: where locks have leases, it is the shortest one that can be renewed on a busy machine.
    /// </summary>
    internal LockRequest ShortLease(LockKey key) => Once(key) with { Lease = 25 * Moment };

    /// <summary>How long the next holder may have to wait for a lock that nobody gives back.</summary>
    internal TimeSpan UntilFreed(LockRequest request) => Has(LockCapabilities.Leases) ? request.Lease + Patience : Patience;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var provider in _providers)
        {
            await DisposeAsync(provider).ConfigureAwait(false);
        }
    }

    /// <summary>Disposes a provider in the way it offers.</summary>
    internal static async ValueTask DisposeAsync(IDistributedLockProvider provider)
    {
        switch (provider)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }
}
