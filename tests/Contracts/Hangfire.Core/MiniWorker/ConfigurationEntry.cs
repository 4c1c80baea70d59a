namespace Hangfire.MiniWorker;

internal sealed class ConfigurationEntry<T>(T entry) : IGlobalConfiguration<T>
{
    public T Entry { get; } = entry;
}
