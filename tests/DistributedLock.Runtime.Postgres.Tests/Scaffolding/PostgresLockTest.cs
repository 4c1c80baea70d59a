using System.Diagnostics;
using DistributedLock.TestServers;
using Npgsql;

namespace DistributedLock.Postgres.Tests;

/// <summary>Keys and application names of a test's own, and providers that are disposed after it.</summary>
public abstract class PostgresLockTest : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _owned = [];
    private string _shared = "";

    /// <summary>Ends a test that takes too long.</summary>
    protected const int Limit = 120_000;

    /// <summary>Longer than any test: what must not happen by a time-out happens by a wake-up, or the test fails.</summary>
    protected static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Tells this test's connections from others.</summary>
    protected string Application { get; } = $"test-{Guid.NewGuid():n}";

    /// <summary>The server that all tests share, with this test's application name.</summary>
    protected string Shared => $"{_shared};Application Name={Application}";

    public virtual async ValueTask InitializeAsync() => _shared = await SharedServers.PostgresAsync();

    public virtual async ValueTask DisposeAsync()
    {
        _owned.Reverse();
        foreach (var owned in _owned)
        {
            await owned.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected T Own<T>(T disposable)
        where T : IAsyncDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    private protected PostgresAdvisoryLockProvider NewAdvisory(string? connectionString = null, Action<PostgresLockOptions>? configure = null)
    {
        var options = new PostgresLockOptions { ConnectionString = connectionString ?? Shared };
        configure?.Invoke(options);
        return Own(new PostgresAdvisoryLockProvider(options));
    }

    private protected string NewKey(string name = "k") => $"{name}-{Application}";

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

    /// <summary>When a handle was lost, from now on.</summary>
    private protected static async Task<TimeSpan> LossOfAsync(IDistributedLockHandle handle)
    {
        var start = Stopwatch.GetTimestamp();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = handle.LostToken.Register(lost.SetResult);
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(40), Stop);
        return Stopwatch.GetElapsedTime(start);
    }

    private protected static async Task<T> QueryAsync<T>(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "observer" });
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Stop))!;
    }

    private protected static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private protected PostgresLeaseLockProvider NewLease(string? connectionString = null, Action<PostgresLockOptions>? configure = null)
    {
        var options = new PostgresLockOptions { ConnectionString = connectionString ?? Shared, Strategy = PostgresLockStrategy.LeaseTable };
        configure?.Invoke(options);
        return Own(new PostgresLeaseLockProvider(options));
    }

    /// <summary>The connections of this test's providers.</summary>
    private protected Task<long> ConnectionsAsync(string? connectionString = null) => QueryAsync<long>(
        connectionString ?? Shared, $"select count(*) from pg_stat_activity where application_name = '{Application}'");

    /// <summary>The advisory locks that this test's providers have on the server, intents included.</summary>
    private protected Task<long> ServerLocksAsync(string? connectionString = null) => QueryAsync<long>(
        connectionString ?? Shared,
        $"""
        select count(*) from pg_locks join pg_stat_activity using (pid)
        where locktype = 'advisory' and application_name = '{Application}'
        """);

    private protected static async Task EventuallyAsync(Func<Task<bool>> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"This did not become true in time: {what}.");
            await Task.Delay(10, Stop);
        }
    }

    /// <summary>Waits until somebody has registered as waiting: two advisory locks more is a writer, one a reader or a permit.</summary>
    private protected Task WaitingAsync(long serverLocks, string? connectionString = null) =>
        EventuallyAsync(async () => await ServerLocksAsync(connectionString) >= serverLocks, $"{serverLocks} advisory locks on the server");
}
