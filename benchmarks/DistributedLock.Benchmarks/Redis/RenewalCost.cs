using System.Diagnostics;
using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;
using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>What leases cost that are only held: processor time of this process, and calls to the server.</summary>
internal static class RenewalCost
{
    private const double MostOfACore = 3;
    private const double LeastLeasesPerCommand = 500;

    // What the clock of processes can still tell; a chart has no place for nothing.
    private const double LeastShare = 0.001;

    public static async Task MeasureAsync(PartRun run, string configuration, IServer server)
    {
        var counts = run.Pick<int[]>([10, 1_000, 10_000], [10, 100]);
        var costs = new Dictionary<int, (double Share, double LeasesPerCommand, double ServerMicroseconds)>();

        // The largest first: it compiles what the others run, too.
        foreach (var leases in counts.Reverse())
        {
            costs[leases] = await MeasureAsync(run, configuration, server, leases, isLargest: leases == counts[^1]);
        }

        foreach (var leases in counts)
        {
            run.Add(new Figure($"{leases:N0} leases, of one core", costs[leases].Share, "%")
            {
                Reference = new FigureReference($"{counts[0]} leases", costs[counts[0]].Share),
                Target = leases == counts[^1] ? FigureTarget.ValueAtMost(MostOfACore) : null,
            });
        }

        var (_, leasesPerCommand, serverMicroseconds) = costs[counts[^1]];
        run.Add(new Figure($"{counts[^1]:N0} leases, renewed by one command", leasesPerCommand, "leases")
        {
            Reference = new FigureReference("a command for each", 1),
            Target = FigureTarget.ValueAtLeast(LeastLeasesPerCommand),
        });
        run.Add(new Figure($"{counts[^1]:N0} leases, the server's time for one command", serverMicroseconds, "µs"));
        run.Add(new ScalingChart(
            "redis-renewal", "Redis: processor time for leases that are held", "leases", "% of one core",
            [new("renewal", [.. counts.Select(leases => new ChartPoint(leases, Math.Max(costs[leases].Share, LeastShare)))])]));
    }

    private static async Task<(double Share, double LeasesPerCommand, double ServerMicroseconds)> MeasureAsync(
        PartRun run, string configuration, IServer server, int leases, bool isLargest)
    {
        await using var locks = new RedisLockProvider(configuration);
        var lease = run.Pick(LockRequest.DefaultLease, TimeSpan.FromSeconds(1.5));
        var handles = await Task.WhenAll(Enumerable.Range(0, leases).Select(number =>
            locks.AcquireAsync(new LockRequest($"held-{number}") { TrackFlow = false, Timeout = TimeSpan.FromMinutes(1), Lease = lease }).AsTask()));
        if (isLargest)
        {
            await Task.Delay(lease * 0.4); // one renewal, so that the code is compiled
        }

        using var process = Process.GetCurrentProcess();
        var before = await ServerCommands.ReadAsync(server);
        var (time, start) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(isLargest ? lease : lease * (2.0 / 3));
        process.Refresh();
        var share = (process.TotalProcessorTime - time) / Stopwatch.GetElapsedTime(start);
        var commands = (await ServerCommands.ReadAsync(server)).Since(before);
        if (handles.Count(static handle => handle.LostToken.IsCancellationRequested) is var lost and > 0)
        {
            throw new InvalidOperationException($"{lost} of {leases} leases were lost while they were held: expected none, see whether the machine was overloaded.");
        }

        await Task.WhenAll(handles.Select(static handle => handle.DisposeAsync().AsTask()));

        // The script that renews calls PEXPIRE once for each lease, and nothing else does.
        var calls = Math.Max(1, commands.Calls("evalsha"));
        return (share * 100, (double)commands.Calls("pexpire") / calls, (double)commands.Microseconds("evalsha") / calls);
    }
}
