using DistributedLock.Leases;
using DistributedLock.TestServers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace DistributedLock.Redis.Tests;

/// <summary>The shared server with keys of the test's own, and what is disposed after it.</summary>
public abstract class RedisTest : IAsyncLifetime
{
    /// <summary>Ends a test that takes too long.</summary>
    protected const int Limit = 60_000;

    /// <summary>Longer than any test: what must not happen by a time-out happens by a wake-up, or the test fails.</summary>
    protected static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private static readonly Lazy<Task<IConnectionMultiplexer>> LazyMultiplexer = new(static async () =>
        await ConnectionMultiplexer.ConnectAsync(await SharedServers.RedisAsync() + ",abortConnect=false,syncTimeout=5000,allowAdmin=true"));

    private readonly List<object> _owned = [];

    /// <summary>What the test's keys begin with.</summary>
    protected string Prefix { get; } = $"t{Guid.NewGuid():n}:";

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal IConnectionMultiplexer Multiplexer { get; private set; } = null!;

    internal IDatabase Database => Multiplexer.GetDatabase();

    public virtual async ValueTask InitializeAsync() => Multiplexer = await LazyMultiplexer.Value;

    public virtual async ValueTask DisposeAsync()
    {
        for (var i = _owned.Count - 1; i >= 0; i--)
        {
            if (_owned[i] is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                ((IDisposable)_owned[i]).Dispose();
            }
        }

        GC.SuppressFinalize(this);
    }

    internal T Own<T>(T disposable)
        where T : class
    {
        _owned.Add(disposable);
        return disposable;
    }

    internal async Task<RedisServer> StartServerAsync(RedisServerOptions? options = null) => Own(await RedisServer.StartAsync(options, Stop));

    internal async Task<IConnectionMultiplexer> ConnectAsync(string configuration) =>
        Own(await ConnectionMultiplexer.ConnectAsync(configuration + ",abortConnect=false,allowAdmin=true"));

    internal ILeaseStore NewStore(IConnectionMultiplexer? multiplexer = null, ILogger? logger = null, Action<RedisLockOptions>? configure = null)
    {
        var options = new RedisLockOptions { Multiplexer = multiplexer ?? Multiplexer };
        configure?.Invoke(options);
        return Own(RedisStores.Create(options, logger ?? NullLogger.Instance));
    }

    internal RedisLockProvider NewProvider(Action<RedisLockOptions>? configure = null)
    {
        var options = new RedisLockOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        if (options.Configuration is null && options.Servers.Count == 0)
        {
            options.Multiplexer ??= Multiplexer;
        }

        return Own(new RedisLockProvider(options));
    }

    internal LockResource Lock(string key = "key") => new(Prefix + key, isSemaphore: false);

    internal LockResource Semaphore(string key = "key") => new(Prefix + key, isSemaphore: true);

    internal LeaseClaim Claim(LockResource resource, TimeSpan? lease = null, LockMode mode = LockMode.Exclusive, int permits = 1, string? waiter = null) =>
        new(resource, Guid.NewGuid().ToString("n"), lease ?? Long) { Mode = mode, MaxConcurrency = permits, WaiterId = waiter, Metadata = "host=a&pid=1" };

    internal LeaseClaim Exclusive(TimeSpan? lease = null, string? waiter = null) => Claim(Lock(), lease, waiter: waiter);

    internal LeaseClaim Shared(TimeSpan? lease = null, string? waiter = null) => Claim(Lock(), lease, LockMode.Shared, waiter: waiter);

    internal LeaseClaim Permit(int permits, TimeSpan? lease = null, string? waiter = null) => Claim(Semaphore(), lease, permits: permits, waiter: waiter);

    /// <summary>All names on the server that belong to the test, but for the fencing counters.</summary>
    internal async Task<IReadOnlyList<string>> TracesAsync(IDatabase? database = null)
    {
        var keys = (RedisKey[])(await (database ?? Database).ExecuteAsync("KEYS", $"*{Prefix}*"))!;
        return [.. keys.Select(key => (string)key!).Where(key => !key.EndsWith(":fence", StringComparison.Ordinal))];
    }

    /// <summary>Waits until nothing of the test is left on the server.</summary>
    internal Task NothingIsLeftAsync(IDatabase? database = null) =>
        Until.TrueAsync(async () => (await TracesAsync(database)).Count == 0, "nothing is left on the server", Stop);

    internal static async Task<LeaseAnswer> TakeAsync(ILeaseStore store, LeaseClaim claim)
    {
        var answer = await store.TryAcquireAsync(claim, Stop);
        Assert.True(answer.IsAcquired, "The lease was expected to be free.");
        return answer;
    }

    internal static async Task<LeaseAnswer> AssertContendedAsync(ILeaseStore store, LeaseClaim claim)
    {
        var answer = await store.TryAcquireAsync(claim, Stop);
        Assert.False(answer.IsAcquired, "The lease was expected to be held.");
        return answer;
    }

    internal static Task<bool> EndAsync(ILeaseStore store, LeaseClaim claim, TimeSpan keepFor = default) =>
        store.ReleaseAsync(claim, keepFor, Stop).AsTask();
}
