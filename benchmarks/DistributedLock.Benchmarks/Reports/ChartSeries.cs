namespace DistributedLock.Benchmarks.Reports;

/// <summary>One curve.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Points">From left to right, each more than zero in both directions.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points);
