namespace DistributedLock.Benchmarks.Reports;

/// <summary>A figure by its reference.</summary>
/// <param name="Median">The median of the rounds' ratios, or the ratio of two medians where there are no rounds.</param>
/// <param name="LowerQuartile">Of the rounds' ratios, where there are rounds.</param>
/// <param name="UpperQuartile">Of the rounds' ratios, where there are rounds.</param>
internal sealed record FigureRatio(double Median, double? LowerQuartile, double? UpperQuartile);
