namespace DistributedLock.Benchmarks.Reports;

/// <summary>How something grows with a number; both axes are logarithmic, so what is linear has the slope of the diagonal.</summary>
/// <param name="FileName">Without folder and ending.</param>
/// <param name="Title">What is shown.</param>
/// <param name="Across">What is counted.</param>
/// <param name="Up">What is measured, with its unit.</param>
/// <param name="Series">The curves; four at most can be told apart.</param>
internal sealed record ScalingChart(string FileName, string Title, string Across, string Up, IReadOnlyList<ChartSeries> Series);
