namespace DistributedLock.Times;

/// <summary>One time, and where it is said: what messages name it by.</summary>
internal sealed class ConfiguredTime(TimeSpan value, string source)
{
    public TimeSpan Value { get; } = value;

    /// <summary>The path of a setting, or a place in the code.</summary>
    public string Source { get; } = source;

    public override string ToString() => TimeText.Of(Value);
}
