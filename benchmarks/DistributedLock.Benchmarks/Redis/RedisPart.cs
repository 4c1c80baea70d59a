using DistributedLock.Benchmarks.Running;
using DistributedLock.TestServers;
using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>What a Redis lock costs beside what it must cost, and beside what people write instead.</summary>
internal sealed class RedisPart : BenchmarkPart
{
    public override string Name => "redis";

    public override string Title => "Redis";

    public override string About => """
        One server on the same machine. Pairs: acquire and release by 1 to 256 callers with a key each, over one connection, in interleaved rounds: the lock, its two scripts bare on the driver,
        the driver's `LockTake`/`LockRelease`, and the lock of the textbooks, `SET NX PX` and a script that compares and deletes, which polls with random sleeps of up to 200 ms. Hand-over: several
        providers, each with a connection of its own, wait for one key; the time from the call of the release to the first line after the next holder's `await`, beside a `PING` measured in the
        same way before it. Waiting: the commands that the server gets while 100 wait. Renewal: leases of 30 s that are only held, and the processor time of the whole process.
        """;

    public override async Task MeasureAsync(PartRun run)
    {
        var configuration = await SharedServers.RedisAsync();
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration);

        // Apart from what is measured: a driver lets only such a connection ask what the server has counted.
        using var observer = await ConnectionMultiplexer.ConnectAsync(configuration + ",allowAdmin=true");
        var server = observer.GetServer(observer.GetEndPoints()[0]);
        run.Mention($"Redis {server.Version}, driver {typeof(ConnectionMultiplexer).Assembly.GetName().Version?.ToString(3)}");
        await BareScripts.LoadAsync(server);

        run.Begin("Acquire and release: pairs per second");
        await PairThroughput.MeasureAsync(run, multiplexer);
        run.Begin("Hand-over under contention");
        await RedisHandover.MeasureAsync(run, configuration, multiplexer);
        run.Begin("Waiting: commands on the server while 100 wait");
        await WaitingTraffic.MeasureAsync(run, multiplexer, server);
        run.Begin("Renewal of held leases");
        await RenewalCost.MeasureAsync(run, configuration, server);
    }
}
