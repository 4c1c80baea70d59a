using DistributedLock.Tool.Backends;

namespace DistributedLock.Tool.Inspection;

/// <summary>A backend that is open to be looked at. Every call ends after the patience of the command line, also where the store is silent.</summary>
internal sealed class LockStore : IAsyncDisposable
{
    private readonly Backend _backend;
    private readonly IDistributedLockProvider _provider;
    private readonly IDistributedLockInspector _inspector;
    private readonly TimeSpan _patience;

    private LockStore(Backend backend, IDistributedLockProvider provider, IDistributedLockInspector inspector, TimeSpan patience)
    {
        _backend = backend;
        _provider = provider;
        _inspector = inspector;
        _patience = patience;
    }

    /// <summary>The store's name, without user and password.</summary>
    public string Name => _provider.As<ILockProviderInfo>()?.Name ?? _backend.Title;

    /// <exception cref="NotSupportedException">The backend cannot tell who holds what.</exception>
    public static async Task<LockStore> OpenAsync(Backend backend, OpenSettings settings, TimeSpan patience, CancellationToken cancellationToken)
    {
        var provider = await backend.OpenAsync(settings, patience, cancellationToken);
        if (provider.As<IDistributedLockInspector>() is { } inspector)
        {
            return new LockStore(backend, provider, inspector, patience);
        }

        await DisposeAsync(provider);
        throw new NotSupportedException($"{backend.Title}: {backend.WhyNotInspectable} {backend.EndsOnlyWith}".TrimEnd());
    }

    /// <summary>What is held, by key and then by time.</summary>
    public async Task<IReadOnlyList<LockInfo>> ListAsync(string keyPrefix, CancellationToken cancellationToken) =>
        Ordered(await BoundedAsync(limit => ReadAsync(keyPrefix, limit), cancellationToken));

    /// <summary>Who holds one key.</summary>
    public async Task<IReadOnlyList<LockInfo>> GetAsync(string key, CancellationToken cancellationToken) =>
        Ordered(await BoundedAsync(limit => _inspector.GetAsync(key, limit).AsTask(), cancellationToken));

    /// <summary>Ends one hold.</summary>
    /// <returns>Whether it was held until now.</returns>
    public Task<bool> ForceReleaseAsync(LockInfo held, CancellationToken cancellationToken) =>
        BoundedAsync(limit => _inspector.ForceReleaseAsync(held, limit).AsTask(), cancellationToken);

    public ValueTask DisposeAsync() => DisposeAsync(_provider);

    private static async ValueTask DisposeAsync(IDistributedLockProvider provider)
    {
        if (provider is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private static IReadOnlyList<LockInfo> Ordered(IEnumerable<LockInfo> locks) =>
        [.. locks.OrderBy(static held => held.Key, StringComparer.Ordinal).ThenBy(static held => held.AcquiredAt).ThenBy(static held => held.HoldId, StringComparer.Ordinal)];

    private async Task<List<LockInfo>> ReadAsync(string keyPrefix, CancellationToken cancellationToken)
    {
        var locks = new List<LockInfo>();
        try
        {
            await foreach (var held in _inspector.ListAsync(keyPrefix, cancellationToken))
            {
                locks.Add(held);
            }

            return locks;
        }
        catch (NotSupportedException exception)
        {
            throw new NotSupportedException($"{exception.Message} Here, one key is asked for by: distlock show KEY.", exception);
        }
    }

    private async Task<T> BoundedAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            return await ask(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LockBackendException($"{Name}: no answer within {_patience.TotalSeconds:0.#} s (--timeout).", exception);
        }
        catch (LockBackendException exception) when (_backend.AdviceOn(exception) is { } advice)
        {
            throw new LockBackendException($"{exception.Message}{Environment.NewLine}{advice}", exception) { IsTransient = exception.IsTransient };
        }
    }
}
