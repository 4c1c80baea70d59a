namespace DistributedLock.Benchmarks.Measuring;

/// <summary>Quantiles of measured values; between two of them by a straight line.</summary>
internal static class Quantiles
{
    public static double Median(this IReadOnlyCollection<double> values) => values.Quantile(0.5);

    /// <param name="values">In any order.</param>
    /// <param name="quantile">0 to 1.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Quantile(this IReadOnlyCollection<double> values, double quantile)
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("Nothing was measured: expected at least one value.", nameof(values));
        }

        var ordered = values.Order().ToArray();
        var place = quantile * (ordered.Length - 1);
        var (below, above) = (ordered[(int)Math.Floor(place)], ordered[(int)Math.Ceiling(place)]);
        return below + ((above - below) * (place - Math.Floor(place)));
    }
}
