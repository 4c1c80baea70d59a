namespace DistributedLock.Benchmarks.Reports;

/// <summary>One point of a curve.</summary>
internal readonly record struct ChartPoint(double Across, double Up);
