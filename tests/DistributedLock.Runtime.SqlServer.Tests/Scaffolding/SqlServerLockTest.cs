using System.Diagnostics;

namespace DistributedLock.SqlServer.Tests;

/// <summary>A modelled server for each test, and providers that are disposed after it.</summary>
public abstract class SqlServerLockTest : IAsyncDisposable
{
    /// <summary>Ends a test that takes too long.</summary>
    protected const int Limit = 120_000;

    /// <summary>Longer than any test: what must not happen by a time-out happens by a wake-up, or the test fails.</summary>
    protected static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly List<IAsyncDisposable> _owned = [];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected ModelledServer Server { get; set; } = new();

    public async ValueTask DisposeAsync()
    {
        _owned.Reverse();
        foreach (var owned in _owned)
        {
            await owned.DisposeAsync();
        }

        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected T Own<T>(T disposable)
        where T : IAsyncDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    private protected SqlServerLockOptions Options(Action<SqlServerLockOptions>? configure = null)
    {
        var options = new SqlServerLockOptions { ConnectionString = Server.ConnectionString };
        configure?.Invoke(options);
        return options;
    }

    private protected SqlServerApplicationLockProvider NewApplicationLocks(Action<SqlServerLockOptions>? configure = null) =>
        Own(new SqlServerApplicationLockProvider(Options(configure)));

    private protected SqlServerLeaseLockProvider NewLeases(Action<SqlServerLockOptions>? configure = null) =>
        Own(new SqlServerLeaseLockProvider(Options(configure)));

    private protected IDistributedLockProvider New(SqlServerLockStrategy strategy, Action<SqlServerLockOptions>? configure = null) =>
        strategy == SqlServerLockStrategy.LeaseTable ? NewLeases(configure) : NewApplicationLocks(configure);

    private protected static LockRequest Exclusive(string key, TimeSpan timeout = default) => new(key) { Timeout = timeout };

    private protected static LockRequest SharedMode(string key, TimeSpan timeout = default) => new(key) { Timeout = timeout, Mode = LockMode.Shared };

    private protected static LockRequest Permit(string key, int permits, TimeSpan timeout = default) =>
        new(key) { Timeout = timeout, MaxConcurrency = permits };

    private protected static async Task<IDistributedLockHandle> TakeAsync(IDistributedLockProvider provider, LockRequest request)
    {
        var handle = await provider.TryAcquireAsync(request, Stop);
        Assert.NotNull(handle);
        return handle;
    }

    private protected static async Task AssertContendedAsync(IDistributedLockProvider provider, LockRequest request) =>
        Assert.Null(await provider.TryAcquireAsync(request, Stop));

    private protected static async Task<LockBackendException> FailsAsync(IDistributedLockProvider provider, LockRequest request) =>
        await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(request, Stop));

    /// <summary>How long it takes until a handle is lost, from now on.</summary>
    private protected static async Task<TimeSpan> LossOfAsync(IDistributedLockHandle handle)
    {
        var start = Stopwatch.GetTimestamp();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = handle.LostToken.Register(lost.SetResult);
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(40), Stop);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Waits for a state of the endpoint's sessions, locks or statements.</summary>
    private protected async Task EndpointAsync(Func<bool> condition) =>
        await Server.Endpoint.WaitUntilAsync(condition, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
}
