using DistributedLock.Benchmarks.Measuring;
using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;
using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>Acquire and release by callers that do not meet each other, over one connection.</summary>
internal static class PairThroughput
{
    private const double LeastShare = 0.95;
    private const string Bare = "two bare scripts";

    public static async Task MeasureAsync(PartRun run, IConnectionMultiplexer multiplexer)
    {
        var curves = new Dictionary<string, List<ChartPoint>>();
        foreach (var callers in run.Pick<int[]>([1, 16, 64, 256], [1, 16]))
        {
            var measured = await MeasureAsync(run, multiplexer, callers);
            var ours = measured[1];
            foreach (var other in measured.Where(samples => samples != ours))
            {
                run.Add(ours.Against(other, "/s") with
                {
                    Name = Quantity.Count(callers, "caller"),
                    Target = other.Name.StartsWith(Bare, StringComparison.Ordinal) ? FigureTarget.RatioAtLeast(LeastShare) : null,
                });
            }

            foreach (var samples in measured)
            {
                curves.TryAdd(samples.Name, []);
                curves[samples.Name].Add(new ChartPoint(callers, callers * 1e6 / samples.Median));
            }
        }

        run.Add(new ScalingChart(
            "redis-pairs", "Redis: time of a caller for acquire and release", "callers", "µs", [.. curves.Select(static curve => new ChartSeries(curve.Key, curve.Value))]));
    }

    private static async Task<IReadOnlyList<Samples>> MeasureAsync(PartRun run, IConnectionMultiplexer multiplexer, int callers)
    {
        await using var locks = new RedisLockProvider(multiplexer);
        var database = multiplexer.GetDatabase();
        var bare = Enumerable.Range(0, callers).Select(caller => new BareScripts(database, $"bare:{{{caller}}}")).ToArray();
        var leaving = Enumerable.Range(0, callers).Select(caller => new BareScripts(database, $"leaving:{{{caller}}}", leavesDriver: true)).ToArray();
        var requests = Enumerable.Range(0, callers).Select(caller => new LockRequest($"caller-{caller}")).ToArray();
        var driver = Enumerable.Range(0, callers).Select(caller => new DriverLock(database, $"driver:{{{caller}}}")).ToArray();
        var polling = Enumerable.Range(0, callers).Select(caller => new PollingLock(database, $"polling:{{{caller}}}")).ToArray();
        var slice = TimeSpan.FromMilliseconds(run.Pick(250, 20));
        return await InterleavedRounds.RunAsync(
            run.Pick(3, 1),
            run.Pick(15, 3),
            Subject.Rate(Bare, callers, slice, caller => bare[caller].AcquireAndReleaseAsync()),
            Subject.Rate("lock", callers, slice, async caller =>
            {
                await using var handle = await locks.AcquireAsync(requests[caller]);
            }),
            Subject.Rate(Bare + " that leave the driver's thread", callers, slice, caller => leaving[caller].AcquireAndReleaseAsync()),
            Subject.Rate("LockTake, LockRelease", callers, slice, caller => driver[caller].TakeAndReleaseAsync()),
            Subject.Rate("textbook lock", callers, slice, caller => polling[caller].AcquireAndReleaseAsync()));
    }
}
