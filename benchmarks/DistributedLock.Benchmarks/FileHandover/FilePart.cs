using DistributedLock.Benchmarks.Measuring;
using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;

namespace DistributedLock.Benchmarks.FileHandover;

/// <summary>Two processes pass a file lock to and fro.</summary>
internal sealed class FilePart : BenchmarkPart
{
    private const double MostMilliseconds = 5;

    // What a waiter without a wake-up would need on average, which looks every 50 ms.
    private const double WithoutWakeUp = 25;

    public override string Name => "file";

    public override string Title => "Files";

    public override string About => """
        Two processes pass one file lock to and fro. A hand-over counts where the other process was waiting when the lock was released; from the call of the release to the first line after the
        other one's `await`, by the clock that both share.
        """;

    public override async Task MeasureAsync(PartRun run)
    {
        var handovers = await HandoverMeasurement.RunAsync(run.Pick(500, 20));
        run.Begin("Hand-over between two processes");
        run.Add(new Figure("p50", handovers.Median(), "ms")
        {
            Reference = new FigureReference("a poll every 50 ms, on average", WithoutWakeUp),
            Target = FigureTarget.ValueAtMost(MostMilliseconds),
        });
        run.Add(new Figure("p99", handovers.Quantile(0.99), "ms"));
        run.Add(new Figure("hand-overs", handovers.Count, ""));
    }
}
