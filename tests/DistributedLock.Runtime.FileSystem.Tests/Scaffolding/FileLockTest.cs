namespace DistributedLock.FileSystem.Tests;

/// <summary>A directory of its own for every test, and providers that are disposed after it.</summary>
public abstract class FileLockTest : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _owned = [];

    /// <summary>Ends a test that takes too long.</summary>
    protected const int Limit = 60_000;

    /// <summary>Longer than any test: what must not happen by a time-out happens by a wake-up, or the test fails.</summary>
    protected static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    protected string Root { get; } = Path.Combine(Path.GetTempPath(), $"distributedlock-{Guid.NewGuid():n}");

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
        {
            await owned.DisposeAsync();
        }

        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    private protected FileSystemLockProvider NewProvider(Action<FileSystemLockOptions>? configure = null)
    {
        var options = new FileSystemLockOptions { Directory = Root };
        configure?.Invoke(options);
        return Own(new FileSystemLockProvider(options));
    }

    private protected T Own<T>(T disposable)
        where T : IAsyncDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    private protected async Task<LockProcess> StartProcessAsync() => Own(await LockProcess.StartAsync(Root, Stop));

    private protected static LockRequest Exclusive(string key, TimeSpan timeout = default) => new(key) { Timeout = timeout };

    private protected static LockRequest Shared(string key, TimeSpan timeout = default) => new(key) { Timeout = timeout, Mode = LockMode.Shared };

    private protected static LockRequest Permit(string key, int permits, TimeSpan timeout = default) =>
        new(key) { Timeout = timeout, MaxConcurrency = permits };

    private protected static async Task<IDistributedLockHandle> TakeAsync(FileSystemLockProvider provider, LockRequest request)
    {
        var handle = await provider.TryAcquireAsync(request, Stop);
        Assert.NotNull(handle);
        return handle;
    }

    private protected static async Task AssertContendedAsync(FileSystemLockProvider provider, LockRequest request) =>
        Assert.Null(await provider.TryAcquireAsync(request, Stop));

    /// <summary>Whether anybody has registered as waiting for a lock: what a test waits for before it goes on.</summary>
    private protected Task AssertWaitingAsync(string key, string kind = "wait") =>
        Eventually.IsTrueAsync(() => new LockDirectory(Root).IsLocked(Path.Combine(Root, $"{key}.{kind}")), Stop);
}
