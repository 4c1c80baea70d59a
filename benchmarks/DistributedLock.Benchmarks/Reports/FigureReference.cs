namespace DistributedLock.Benchmarks.Reports;

/// <summary>What a figure is compared with.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much, in the figure's unit.</param>
internal sealed record FigureReference(string Name, double Value);
