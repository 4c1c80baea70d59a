using DistributedLock.Benchmarks.Reports;

namespace DistributedLock.Benchmarks.Measuring;

/// <summary>What was measured of one subject, one value for each round.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Values">In the order of the rounds.</param>
internal sealed record Samples(string Name, IReadOnlyList<double> Values)
{
    public double Median => Values.Median();

    /// <summary>The median, without anything to compare it with.</summary>
    public Figure Alone(string unit) => new(Name, Median, unit);

    /// <summary>The median beside that of a reference, and the median of the ratios of each round with its quartiles.</summary>
    public Figure Against(Samples reference, string unit) => new(Name, Median, unit)
    {
        Reference = new FigureReference(reference.Name, reference.Median),
        Ratio = RatioTo(reference),
    };

    /// <summary>What this costs more than a base, round by round.</summary>
    public Samples Beyond(Samples basis) => new(Name, [.. Values.Zip(basis.Values, static (value, other) => value - other)]);

    private FigureRatio RatioTo(Samples reference)
    {
        var ratios = Values.Zip(reference.Values, static (value, other) => value / other).ToArray();
        return new FigureRatio(ratios.Median(), ratios.Quantile(0.25), ratios.Quantile(0.75));
    }
}
