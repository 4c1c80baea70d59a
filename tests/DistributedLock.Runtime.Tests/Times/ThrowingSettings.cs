using Microsoft.Extensions.Configuration;

namespace DistributedLock.Runtime.Tests.Times;

/// <summary>A source that one day cannot be read any more.</summary>
internal sealed class ThrowingSettings : ConfigurationProvider, IConfigurationSource
{
    private bool _isBroken;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public void Break()
    {
        _isBroken = true;
        OnReload();
    }

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        _isBroken ? throw new IOException("The settings cannot be read.") : base.GetChildKeys(earlierKeys, parentPath);
}
