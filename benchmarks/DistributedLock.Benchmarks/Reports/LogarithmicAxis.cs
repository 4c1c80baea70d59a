namespace DistributedLock.Benchmarks.Reports;

/// <summary>From one number to another, each tenfold as far from the last.</summary>
internal readonly record struct LogarithmicAxis(double From, double To)
{
    /// <summary>The powers of ten on it.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            var to = To;
            return Enumerable.Range((int)Math.Ceiling(Math.Log10(From) - 1e-9), 40).Select(static power => Math.Pow(10, power)).TakeWhile(value => value <= to * 1.000001);
        }
    }

    /// <param name="values">What it has to show.</param>
    /// <param name="isWhole">Whether it begins and ends at powers of ten.</param>
    public static LogarithmicAxis Of(IEnumerable<double> values, bool isWhole)
    {
        var all = values.ToArray();
        var (from, to) = (all.Min(), all.Max());
        if (isWhole)
        {
            (from, to) = (Math.Pow(10, Math.Floor(Math.Log10(from))), Math.Pow(10, Math.Ceiling(Math.Log10(to))));
        }

        return new LogarithmicAxis(from, to > from ? to : from * 10);
    }

    /// <summary>Where a value lies: 0 at the beginning, 1 at the end.</summary>
    public double Share(double value) => Math.Log(value / From) / Math.Log(To / From);
}
