using DistributedLock.Benchmarks.Measuring;
using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;

namespace DistributedLock.Benchmarks.Postgres;

/// <summary>Acquire and release by callers that do not meet each other.</summary>
internal static class PostgresPairs
{
    public static async Task MeasureAsync(PartRun run, string connectionString)
    {
        var curves = new List<ChartSeries>();
        foreach (var strategy in PostgresLocks.Strategies)
        {
            var (ours, bare) = (new List<ChartPoint>(), new List<ChartPoint>());
            foreach (var callers in run.Pick<int[]>([1, 16, 64], [1, 4]))
            {
                var measured = await MeasureAsync(run, connectionString, strategy, callers);
                run.Add(measured[1].Against(measured[0], "/s"));
                bare.Add(new ChartPoint(callers, callers * 1e6 / measured[0].Median));
                ours.Add(new ChartPoint(callers, callers * 1e6 / measured[1].Median));
            }

            curves.Add(new ChartSeries(PostgresLocks.NameOf(strategy), ours));
            curves.Add(new ChartSeries(PostgresLocks.NameOf(strategy) + ", bare", bare));
        }

        run.Add(new ScalingChart("postgres-pairs", "PostgreSQL: time of a caller for acquire and release", "callers", "µs", curves));
    }

    private static async Task<IReadOnlyList<Samples>> MeasureAsync(PartRun run, string connectionString, PostgresLockStrategy strategy, int callers)
    {
        var locks = PostgresLocks.Create(strategy, connectionString);
        await using var owned = (IAsyncDisposable)locks;
        var requests = Enumerable.Range(0, callers).Select(caller => new LockRequest($"caller-{caller}")).ToArray();
        await using (await locks.AcquireAsync("first")) // creates what the bare statements need
        {
        }

        await using var bare = strategy == PostgresLockStrategy.LeaseTable
            ? await BareLeaseStatements.OpenAsync(connectionString, callers)
            : await BareAdvisoryStatements.OpenAsync(connectionString, callers);
        using var turn = new SemaphoreSlim(1);
        var slice = TimeSpan.FromMilliseconds(run.Pick(250, 30));
        return await InterleavedRounds.RunAsync(
            run.Pick(3, 1),
            run.Pick(15, 3),
            Subject.Rate("two bare statements", callers, slice, async caller =>
            {
                await turn.WaitAsync();
                try
                {
                    await bare.AcquireAndReleaseAsync(caller);
                }
                finally
                {
                    turn.Release();
                }
            }),
            Subject.Rate($"{PostgresLocks.NameOf(strategy)}, {Quantity.Count(callers, "caller")}", callers, slice, async caller =>
            {
                await using var handle = await locks.AcquireAsync(requests[caller]);
            }));
    }
}
