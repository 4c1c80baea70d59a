namespace Hangfire;

/// <summary>The one configuration of the process.</summary>
public class GlobalConfiguration : IGlobalConfiguration
{
    internal GlobalConfiguration()
    {
    }

    public static IGlobalConfiguration Configuration { get; } = new GlobalConfiguration();
}
