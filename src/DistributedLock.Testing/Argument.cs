namespace DistributedLock.Testing;

/// <summary>Checks arguments and settings; every message names the one that is wrong and says what was expected and what came.</summary>
internal static class Argument
{
    /// <summary>The longest wait that .NET's timers take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1d);

    /// <exception cref="ArgumentException">It is empty.</exception>
    public static void NotEmpty(string? value, string name, string expected)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        if (value.Length == 0)
        {
            throw new ArgumentException($"{name} is empty: expected {expected}.", name);
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">It is negative, or longer than about 49 days.</exception>
    public static TimeSpan Span(TimeSpan value, string name) => value >= TimeSpan.Zero && value <= Longest
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a time from zero to 49 days.");

    /// <exception cref="ArgumentOutOfRangeException">It is not greater than zero, or longer than about 49 days.</exception>
    public static TimeSpan PositiveSpan(TimeSpan value, string name) => value > TimeSpan.Zero && value <= Longest
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a time of more than zero, at most 49 days.");
}
