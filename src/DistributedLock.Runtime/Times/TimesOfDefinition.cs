namespace DistributedLock.Times;

/// <summary>What one state of a configuration makes of one declaration.</summary>
/// <param name="levels">The state of the configuration.</param>
/// <param name="times">The times that hold.</param>
internal sealed class TimesOfDefinition(TimeLevels levels, ConfiguredTimes times)
{
    public TimeLevels Levels { get; } = levels;

    public ConfiguredTimes Times { get; } = times;
}
