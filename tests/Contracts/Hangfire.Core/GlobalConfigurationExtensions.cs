using Hangfire.MiniWorker;

namespace Hangfire;

/// <summary>What configuring does.</summary>
public static class GlobalConfigurationExtensions
{
    /// <summary>Adds a filter that is asked about every job.</summary>
    public static IGlobalConfiguration<TFilter> UseFilter<TFilter>(this IGlobalConfiguration configuration, TFilter filter)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(filter);
        GlobalJobFilters.Filters.Add(filter);
        return new ConfigurationEntry<TFilter>(filter);
    }

    /// <summary>Sets who makes the instances of job classes.</summary>
    public static IGlobalConfiguration<TActivator> UseActivator<TActivator>(this IGlobalConfiguration configuration, TActivator activator)
        where TActivator : JobActivator
    {
        ArgumentNullException.ThrowIfNull(configuration);
        JobActivator.Current = activator;
        return new ConfigurationEntry<TActivator>(activator);
    }
}
