using System.Collections.Concurrent;
using DistributedLock.Benchmarks.Measuring;
using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;

namespace DistributedLock.Benchmarks.InMemory;

/// <summary>The in-memory provider beside the least that a lock by name can be.</summary>
internal sealed class InMemoryPart : BenchmarkPart
{
    private const string Semaphore = "keyed SemaphoreSlim";

    public override string Name => "in-memory";

    public override string Title => "In-memory";

    public override string About => """
        Acquire and release of one key, beside a dictionary of `SemaphoreSlim`s that nobody ever removes from; the provider also looks for reentrancy ("tracked"), counts fencing tokens and
        notices abandoned handles. Uncontended by one caller, and by contenders of one key that each take it again and again and hold it over one `Task.Yield()`, so that the others really wait.
        Interleaved rounds; bytes by BenchmarkDotNet (in process, short run).
        """;

    public override async Task MeasureAsync(PartRun run)
    {
        run.Begin("Uncontended");
        var benchmarks = new UncontendedBenchmarks();
        var calls = run.Pick(100_000, 100);
        var measured = await InterleavedRounds.RunAsync(
            run.Pick(10, 1),
            run.Pick(61, 3),
            Subject.Timed(Semaphore, calls, 1, benchmarks.BareSemaphore),
            Subject.Timed("lock, untracked", calls, 1, benchmarks.Untracked),
            Subject.Timed("lock, tracked", calls, 1, benchmarks.Tracked));
        run.Add(measured[1].Against(measured[0], "ns") with { Target = FigureTarget.RatioAtMost(UncontendedBenchmarks.MostUntracked) });
        run.Add(measured[2].Against(measured[0], "ns") with { Target = FigureTarget.RatioAtMost(UncontendedBenchmarks.MostTracked) });
        run.Add(ClassBenchmarks.Table("By BenchmarkDotNet", ClassBenchmarks.Run<UncontendedBenchmarks>(run.IsQuick)));

        run.Begin("Contended: pairs per second of all contenders together");
        await MeasureContentionAsync(run);
    }

    private static async Task MeasureContentionAsync(PartRun run)
    {
        var (ours, bare) = (new List<ChartPoint>(), new List<ChartPoint>());
        foreach (var contenders in run.Pick<int[]>([2, 4, 8, 16, 32, 64], [2, 8]))
        {
            using var locks = new InMemoryLockProvider();
            var semaphores = new ConcurrentDictionary<string, SemaphoreSlim>();
            var slice = TimeSpan.FromMilliseconds(run.Pick(100, 10));
            var measured = await InterleavedRounds.RunAsync(
                run.Pick(3, 1),
                run.Pick(15, 3),
                Subject.Rate(Semaphore, contenders, slice, async _ =>
                {
                    var semaphore = semaphores.GetOrAdd("report-acme", static _ => new SemaphoreSlim(1, 1));
                    await semaphore.WaitAsync();
                    await Task.Yield();
                    semaphore.Release();
                }),
                Subject.Rate($"{contenders} contenders", contenders, slice, async _ =>
                {
                    await using var handle = await locks.AcquireAsync("report-acme", TimeSpan.FromMinutes(1));
                    await Task.Yield();
                }));
            run.Add(measured[1].Against(measured[0], "/s"));
            bare.Add(new ChartPoint(contenders, 1e9 / measured[0].Median));
            ours.Add(new ChartPoint(contenders, 1e9 / measured[1].Median));
        }

        run.Add(new ScalingChart("in-memory-contention", "In-memory: time from one holder to the next", "contenders", "ns", [new("lock", ours), new(Semaphore, bare)]));
    }
}
