using System.Globalization;

namespace DistributedLock.Times;

/// <summary>One setting that is a time: its name, its unit, and what it may be.</summary>
internal sealed class TimeSetting
{
    // As the compiler checks the attribute's options (DurationReader). Below a millisecond some frameworks round to zero.
    private const double LongestSeconds = (uint.MaxValue - 1d) / 1000;
    private const double ShortestSeconds = 0.001;

    private readonly double _secondsPerUnit;
    private readonly bool _mayBeZero;
    private readonly bool _mayBeInfinite;
    private readonly string _example;
    private readonly Func<ConfiguredTimes, ConfiguredTime, ConfiguredTimes> _set;

    private TimeSetting(
        string name, bool mayBeZero, string example, Func<ConfiguredTimes, ConfiguredTime, ConfiguredTimes> set, bool mayBeInfinite = false, double secondsPerUnit = 1)
    {
        Name = name;
        _mayBeZero = mayBeZero;
        _mayBeInfinite = mayBeInfinite;
        _example = example;
        _secondsPerUnit = secondsPerUnit;
        _set = set;
    }

    public static TimeSetting TimeoutSeconds { get; } =
        new("TimeoutSeconds", mayBeZero: true, "10", static (times, time) => times with { Timeout = time }, mayBeInfinite: true);

    public static TimeSetting TimeoutMinutes { get; } =
        new("TimeoutMinutes", mayBeZero: true, "5", static (times, time) => times with { Timeout = time }, mayBeInfinite: true, secondsPerUnit: 60);

    public static TimeSetting LeaseSeconds { get; } = new("LeaseSeconds", mayBeZero: false, "30", static (times, time) => times with { Lease = time });

    public static TimeSetting HoldAtLeastSeconds { get; } = new("HoldAtLeastSeconds", mayBeZero: true, "20", static (times, time) => times with { HoldAtLeast = time });

    public static TimeSetting MaxHoldSeconds { get; } = new("MaxHoldSeconds", mayBeZero: false, "300", static (times, time) => times with { MaxHold = time });

    public static TimeSetting RescheduleSeconds { get; } = new("RescheduleSeconds", mayBeZero: false, "60", static (times, time) => times with { RescheduleAfter = time });

    public static IReadOnlyList<TimeSetting> All { get; } = [TimeoutSeconds, TimeoutMinutes, LeaseSeconds, HoldAtLeastSeconds, MaxHoldSeconds, RescheduleSeconds];

    public static string Names { get; } = string.Join(", ", All.Select(static setting => setting.Name));

    public string Name { get; }

    /// <summary>Reads a configured value.</summary>
    /// <param name="text">The value.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="times">What the same level says already.</param>
    /// <param name="mistake">What is wrong with the value; otherwise <see langword="null"/>.</param>
    public ConfiguredTimes Read(string text, string path, ConfiguredTimes times, out string? mistake)
    {
        mistake = null;
        if (_mayBeInfinite && string.Equals(text.Trim(), "Infinity", StringComparison.OrdinalIgnoreCase))
        {
            return _set(times, new ConfiguredTime(Timeout.InfiniteTimeSpan, path));
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && IsInRange(value * _secondsPerUnit))
        {
            return _set(times, new ConfiguredTime(TimeSpan.FromSeconds(value * _secondsPerUnit), path));
        }

        var unit = _secondsPerUnit == 1 ? "seconds" : "minutes";
        mistake = $"{path} is '{text}': expected {unit}, {Range}, such as {_example}";
        return times;
    }

    /// <summary>Reads what code says.</summary>
    /// <inheritdoc cref="Read(string, string, ConfiguredTimes, out string)"/>
    public ConfiguredTimes Read(TimeSpan? value, string path, ConfiguredTimes times, out string? mistake)
    {
        mistake = null;
        if (value is not { } time)
        {
            return times;
        }

        if ((_mayBeInfinite && time == Timeout.InfiniteTimeSpan) || IsInRange(time.TotalSeconds))
        {
            return _set(times, new ConfiguredTime(time, path));
        }

        mistake = $"{path} is {time}: expected {Range.Replace("Infinity", "Timeout.InfiniteTimeSpan")}";
        return times;
    }

    private string Range => !_mayBeZero ? "more than 0, at most about 49 days"
        : _mayBeInfinite ? "0 (one try) to about 49 days, or Infinity to wait for ever"
        : "0 to about 49 days";

    private bool IsInRange(double seconds) => seconds >= (_mayBeZero ? 0 : ShortestSeconds) && seconds <= LongestSeconds;
}
