namespace DistributedLock.Times;

/// <summary>The configuration of the locks of one template.</summary>
/// <param name="source">The path of the settings, or a place in the code: what messages name them by.</param>
/// <param name="times">The times.</param>
internal sealed class TimesOfTemplate(string source, ConfiguredTimes times)
{
    public string Source { get; } = source;

    public ConfiguredTimes Times { get; } = times;
}
