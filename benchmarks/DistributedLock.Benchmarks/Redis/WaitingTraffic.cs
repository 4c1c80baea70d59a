using System.Diagnostics;
using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;
using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>What waiting costs the server: the commands that clients send while one lock is held and 100 wait for it.</summary>
internal static class WaitingTraffic
{
    private const int Waiters = 100;

    // What clients send. What our scripts call in turn is left out, and none of them calls SET while everybody waits.
    private static readonly string[] Sent = ["evalsha", "eval", "set", "subscribe", "unsubscribe", "ping", "echo"];

    public static async Task MeasureAsync(PartRun run, IConnectionMultiplexer multiplexer, IServer server)
    {
        var polling = new PollingLock(multiplexer.GetDatabase(), "waiting-polling");
        var (ending, waiting) = (new CancellationTokenSource(), new List<Task>());
        double byPolling;
        await using (await polling.AcquireAsync(ending.Token))
        {
            waiting.AddRange(Enumerable.Range(0, Waiters).Select(_ => (Task)polling.AcquireAsync(ending.Token)));
            byPolling = await RateAsync(run, server);
            await EndAsync(ending, waiting);
        }

        var reference = new FigureReference("textbook lock", byPolling);
        run.Add(Beside(reference, $"{Waiters} waiters of one process", await MeasureAsync(run, multiplexer, server, providers: 1)));
        run.Add(Beside(reference, $"{Waiters} waiters of {Waiters} providers", await MeasureAsync(run, multiplexer, server, providers: Waiters)));
    }

    private static Figure Beside(FigureReference reference, string name, double rate) => new(name, rate, "/s")
    {
        Reference = reference,
        Ratio = new FigureRatio(rate / reference.Value, null, null),
    };

    private static async Task<double> MeasureAsync(PartRun run, IConnectionMultiplexer multiplexer, IServer server, int providers)
    {
        // A provider stands for a process: they know nothing of each other. One connection for all, because the driver starts threads for each.
        var locks = Enumerable.Range(0, providers).Select(_ => new RedisLockProvider(multiplexer)).ToArray();
        await using var holder = new RedisLockProvider(multiplexer);
        var request = new LockRequest($"waiting-{providers}") { TrackFlow = false, Timeout = TimeSpan.FromMinutes(1) };
        var ending = new CancellationTokenSource();
        try
        {
            await using var held = await holder.AcquireAsync(request);
            var waiting = Enumerable.Range(0, Waiters).Select(waiter => (Task)locks[waiter % providers].AcquireAsync(request, ending.Token).AsTask()).ToList();
            var rate = await RateAsync(run, server);
            await EndAsync(ending, waiting);
            return rate;
        }
        finally
        {
            foreach (var provider in locks)
            {
                await provider.DisposeAsync();
            }
        }
    }

    private static async Task<double> RateAsync(PartRun run, IServer server)
    {
        await Task.Delay(run.Pick(2000, 100)); // until all of them wait
        var (before, start) = (await ServerCommands.ReadAsync(server), Stopwatch.GetTimestamp());
        await Task.Delay(run.Pick(5000, 200));
        var after = await ServerCommands.ReadAsync(server);
        return after.Since(before).Calls(Sent) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task EndAsync(CancellationTokenSource ending, List<Task> waiting)
    {
        await ending.CancelAsync();
        await Task.WhenAll(waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }
}
