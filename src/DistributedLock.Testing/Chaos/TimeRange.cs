namespace DistributedLock.Testing;

/// <summary>A range of times, both ends included.</summary>
public readonly record struct TimeRange
{
    /// <summary>Creates a range.</summary>
    /// <param name="min">The shortest time, from zero to about 49 days.</param>
    /// <param name="max">The longest time, from <paramref name="min"/> to about 49 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is outside its range.</exception>
    public TimeRange(TimeSpan min, TimeSpan max)
    {
        Min = Argument.Span(min, nameof(min));
        Max = Argument.Span(max, nameof(max)) >= min
            ? max
            : throw new ArgumentOutOfRangeException(nameof(max), max, $"max must not be less than min, which is {min}.");
    }

    /// <summary>The shortest time.</summary>
    public TimeSpan Min { get; }

    /// <summary>The longest time.</summary>
    public TimeSpan Max { get; }

    /// <summary>From zero to a time.</summary>
    /// <param name="max">The longest time, from zero to about 49 days.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is outside that range.</exception>
    public static TimeRange UpTo(TimeSpan max) => new(TimeSpan.Zero, max);

    /// <summary>Always the same time.</summary>
    /// <param name="time">The time, from zero to about 49 days.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is outside that range.</exception>
    public static TimeRange Always(TimeSpan time) => new(time, time);

    /// <inheritdoc/>
    public override string ToString() => $"{Min} to {Max}";

    internal TimeSpan At(double share) => Min + TimeSpan.FromTicks((long)((Max - Min).Ticks * share));
}
