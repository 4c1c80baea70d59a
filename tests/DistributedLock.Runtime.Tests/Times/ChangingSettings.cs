using Microsoft.Extensions.Configuration;

namespace DistributedLock.Runtime.Tests.Times;

/// <summary>A source of configuration that a test changes. All that belongs to one change is there before anybody hears of it.</summary>
internal sealed class ChangingSettings : ConfigurationProvider, IConfigurationSource
{
    public ChangingSettings(params (string Path, string? Value)[] settings) => Data = Dictionary(settings);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public void ChangeTo(params (string Path, string? Value)[] settings)
    {
        Data = Dictionary(settings);
        OnReload();
    }

    private static Dictionary<string, string?> Dictionary((string Path, string? Value)[] settings) =>
        settings.ToDictionary(static setting => setting.Path, static setting => setting.Value, StringComparer.OrdinalIgnoreCase);
}
