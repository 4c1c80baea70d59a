using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;

namespace DistributedLock.Benchmarks.Measuring;

/// <summary>What is reported of hand-overs.</summary>
internal static class HandoverFigures
{
    /// <summary>How much longer than a ping a hand-over may take.</summary>
    public const double MostPings = 3;

    /// <summary>How much faster than the polling lock it has to be.</summary>
    public const double FasterThanPolling = 50;

    // Ratios of single round trips scatter: those of the medians of a tenth of all rounds say where the whole lies.
    private const int Blocks = 10;

    /// <summary>p50 beside the ping, and p99.</summary>
    public static void Report(PartRun run, Samples handovers, Samples pings, bool hasTarget)
    {
        var figure = Medians(handovers).Against(Medians(pings), "ms");
        run.Add(figure with
        {
            Name = $"{handovers.Name}, p50",
            Value = handovers.Median,
            Reference = new FigureReference("ping, p50", pings.Median),
            Target = hasTarget ? FigureTarget.RatioAtMost(MostPings) : null,
        });
        run.Add(new Figure($"{handovers.Name}, p99", handovers.Values.Quantile(0.99), "ms")
        {
            Reference = new FigureReference("ping, p99", pings.Values.Quantile(0.99)),
        });
    }

    /// <summary>p50 beside that of the lock that polls.</summary>
    public static void ReportBesidePolling(PartRun run, Samples handovers, Samples polling) => run.Add(
        new Figure($"{handovers.Name}, p50", handovers.Median, "ms")
        {
            Reference = new FigureReference($"{polling.Name}, p50", polling.Median),
            Ratio = new FigureRatio(handovers.Median / polling.Median, null, null),
            Target = FigureTarget.RatioAtMost(1 / FasterThanPolling),
        });

    private static Samples Medians(Samples samples) => new(
        samples.Name, [.. samples.Values.Chunk(Math.Max(1, samples.Values.Count / Blocks)).Select(static block => block.Median())]);
}
