namespace DistributedLock.Tool.Doctor;

/// <summary>How long something took, several times.</summary>
internal sealed class Durations
{
    private readonly List<TimeSpan> _values = [];

    public void Add(TimeSpan value) => _values.Add(value);

    /// <summary>The smallest value that so many of all do not exceed.</summary>
    /// <param name="part">From 0 to 1.</param>
    public TimeSpan Percentile(double part)
    {
        TimeSpan[] sorted = [.. _values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    public static string Text(TimeSpan span) => FormattableString.Invariant($"{span.TotalMilliseconds:0.0} ms");
}
