namespace DistributedLock.Benchmarks.Reports;

/// <summary>What a figure should be.</summary>
/// <param name="Of">Whether the value is meant or its ratio.</param>
/// <param name="IsMaximum">Whether less is better.</param>
/// <param name="Limit">The most or the least.</param>
internal sealed record FigureTarget(TargetSubject Of, bool IsMaximum, double Limit)
{
    public static FigureTarget ValueAtMost(double limit) => new(TargetSubject.Value, IsMaximum: true, limit);

    public static FigureTarget ValueAtLeast(double limit) => new(TargetSubject.Value, IsMaximum: false, limit);

    public static FigureTarget RatioAtMost(double limit) => new(TargetSubject.Ratio, IsMaximum: true, limit);

    public static FigureTarget RatioAtLeast(double limit) => new(TargetSubject.Ratio, IsMaximum: false, limit);

    public bool IsMetBy(double value) => IsMaximum ? value <= Limit : value >= Limit;
}
