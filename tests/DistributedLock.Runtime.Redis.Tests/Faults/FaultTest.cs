using System.Diagnostics;
using DistributedLock.TestServers;
using StackExchange.Redis;

namespace DistributedLock.Redis.Tests;

/// <summary>A server of the test's own, a bad line to it, and what is asked of each fault: who is told what, how soon, and what stays.</summary>
public abstract class FaultTest : RedisTest
{
    /// <summary>Short enough that a test may wait for its end, long enough that a busy machine renews it in time.</summary>
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    /// <summary>The engine promises the loss at two thirds of the lease; the rest is the machine's.</summary>
    protected static readonly TimeSpan LossLimit = Lease;

    internal RedisServer Server { get; private set; } = null!;

    internal TcpProxy Proxy { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Server = await StartServerAsync(new RedisServerOptions { Persistent = IsPersistent });
        Proxy = Own(TcpProxy.Start(Server));
    }

    /// <summary>Whether the server keeps its data over a restart.</summary>
    protected virtual bool IsPersistent => false;

    internal RedisLockProvider NewDirect() => NewProvider(options => Configure(options, Server.ConnectionString));

    internal RedisLockProvider NewProxied() => NewProvider(options => Configure(options, Server.ConnectionStringThrough(Proxy.Port)));

    internal static LockRequest Request(TimeSpan timeout = default, TimeSpan? lease = null) =>
        new("key") { Timeout = timeout, Lease = lease ?? Lease, TrackFlow = false };

    internal static async Task<IDistributedLockHandle> TakeAsync(RedisLockProvider provider, LockRequest? request = null)
    {
        var handle = await provider.TryAcquireAsync(request ?? Request(), Stop);
        Assert.NotNull(handle);
        return handle;
    }

    /// <summary>Waits for the loss.</summary>
    /// <returns>How long it took.</returns>
    internal static async Task<TimeSpan> LossOfAsync(IDistributedLockHandle handle)
    {
        var start = Stopwatch.GetTimestamp();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (handle.LostToken.Register(() => lost.TrySetResult()))
        {
            await lost.Task.WaitAsync(Stop);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    internal async Task<IDatabase> DirectDatabaseAsync() => (await ConnectAsync(Server.ConnectionString)).GetDatabase();

    /// <summary>Waits until the server has been told that somebody waits.</summary>
    internal async Task AssertWaitingAsync()
    {
        var database = await DirectDatabaseAsync();
        await Until.TrueAsync(async () => await database.SortedSetLengthAsync(RedisLeaseNames.Of(Lock()).Waiters) > 0, "somebody waits", Stop);
    }

    private static void Configure(RedisLockOptions options, string configuration)
    {
        options.Configuration = configuration + ",connectTimeout=3000,keepAlive=1";
        options.OperationTimeout = TimeSpan.FromSeconds(1);
    }
}
