using System.Diagnostics;
using System.Globalization;
using DistributedLock.TestServers;
using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>
/// What a Redis lock costs beside what it must cost. Targets: 95 % of the throughput of the two bare scripts at 1 and at 64 callers, a hand-over in at most
/// three times the ping, and 10,000 leases renewed with less than 3 % of one core.
/// </summary>
internal static class RedisMeasurements
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(400);
    private const int Rounds = 15;

    public static async Task<int> RunAsync(string[] args)
    {
        var what = args is [var name, ..] ? name : "all";
        var configuration = await SharedServers.RedisAsync();
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration);
        await BareScripts.LoadAsync(multiplexer.GetServer(multiplexer.GetEndPoints()[0]));
        if (what is "all" or "throughput")
        {
            await ThroughputAsync(multiplexer, callers: 1);
            await ThroughputAsync(multiplexer, callers: 64);
        }

        if (what is "all" or "handover")
        {
            await HandoverAsync(configuration);
        }

        if (what is "all" or "renewal")
        {
            await RenewalAsync(configuration);
        }

        return 0;
    }

    private static async Task ThroughputAsync(IConnectionMultiplexer multiplexer, int callers)
    {
        await using var locks = new RedisLockProvider(multiplexer);
        var database = multiplexer.GetDatabase();
        var bare = Enumerable.Range(0, callers).Select(caller => new BareScripts(database, $"bare:{{{caller}}}")).ToArray();
        var requests = Enumerable.Range(0, callers).Select(caller => new LockRequest($"caller-{caller}")).ToArray();

        var bareRates = new List<double>();
        var lockRates = new List<double>();
        for (var round = -3; round < Rounds; round++)
        {
            // One after the other, again and again, so that what else the machine does meets both.
            var bareRate = await RateAsync(callers, caller => bare[caller].AcquireAndReleaseAsync());
            var lockRate = await RateAsync(callers, async caller =>
            {
                await using var handle = await locks.AcquireAsync(requests[caller]);
            });
            if (round >= 0)
            {
                bareRates.Add(bareRate);
                lockRates.Add(lockRate);
            }
        }

        var ratios = lockRates.Zip(bareRates, static (ours, theirs) => ours / theirs).Order().ToArray();
        Print($"{callers} callers: {Median(bareRates):0} bare pairs/s, {Median(lockRates):0} locks/s; ratio median {Median(ratios):P1} (quartiles {ratios[Rounds / 4]:P1}, {ratios[Rounds * 3 / 4]:P1})");
    }

    private static async Task<double> RateAsync(int callers, Func<int, Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            while (Stopwatch.GetElapsedTime(start) < Slice)
            {
                await action(caller);
                count++;
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task HandoverAsync(string configuration)
    {
        await using var first = new RedisLockProvider(configuration);
        await using var second = new RedisLockProvider(configuration);
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration);
        var pings = new List<double>();
        var handovers = new List<double>();
        IDistributedLockProvider[] sides = [first, second];

        // A measurement that fails ends the process, and its leases end soon after.
#pragma warning disable DLK0102
        IDistributedLockHandle held = await first.AcquireAsync("hand-over");
        for (var round = 0; round < 600; round++)
        {
            // Measured as the hand-over is: from the call to the code after the await, and after the same rest.
            await Task.Delay(5);
            var sent = Stopwatch.GetTimestamp();
            await multiplexer.GetDatabase().PingAsync();
            pings.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            var acquired = sides[(round + 1) % 2].AcquireAsync(new LockRequest("hand-over") { TrackFlow = false }).AsTask();
            await Task.Delay(5); // until it waits
            var released = Stopwatch.GetTimestamp();
            await held.DisposeAsync();
            held = await acquired;
            handovers.Add(Stopwatch.GetElapsedTime(released).TotalMilliseconds);
        }
#pragma warning restore DLK0102

        await held.DisposeAsync();
        var (ping, handover) = (pings[100..].Order().ToArray(), handovers[100..].Order().ToArray());
        Print($"hand-over: p50 {Median(handover):0.000} ms, p99 {handover[^(handover.Length / 100)]:0.000} ms; ping p50 {Median(ping):0.000} ms; {Median(handover) / Median(ping):0.0} pings");
    }

    private static async Task RenewalAsync(string configuration)
    {
        await using var locks = new RedisLockProvider(configuration);
        var handles = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(number =>
            locks.AcquireAsync(new LockRequest($"held-{number}") { TrackFlow = false, Timeout = TimeSpan.FromMinutes(1) }).AsTask()));
        await Task.Delay(TimeSpan.FromSeconds(12)); // one renewal, so that the code is compiled
        using var process = Process.GetCurrentProcess();
        var (before, start) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(30));
        process.Refresh();
        var share = (process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(start);
        Print($"10,000 leases of 30 s held: {share:P2} of one core, {handles.Count(static handle => handle.LostToken.IsCancellationRequested)} lost");
        await Task.WhenAll(handles.Select(static handle => handle.DisposeAsync().AsTask()));
    }

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return ordered[ordered.Length / 2];
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
