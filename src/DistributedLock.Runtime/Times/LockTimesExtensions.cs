using DistributedLock.CompilerServices;
using DistributedLock.Telemetry;
using DistributedLock.Times;

namespace DistributedLock;

/// <summary>Configured times for providers that are not registered with a container; what <c>AddDistributedLock</c> registers has them already.</summary>
public static class LockTimesExtensions
{
    /// <summary>Fills in, for a provider, the times that requests do not say themselves.</summary>
    /// <param name="provider">The provider; it is disposed with the one that is returned.</param>
    /// <param name="configure">Says the times, and where to read them: there is no container here that would have a configuration.</param>
    /// <returns>The provider to use from now on.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The provider has configured times already.</exception>
    /// <exception cref="InvalidOperationException">The configuration has mistakes; all are listed.</exception>
    public static IDistributedLockProvider WithTimes(this IDistributedLockProvider provider, Action<LockTimeOptions> configure)
    {
        if (configure is null)
        {
            throw new ArgumentNullException(nameof(configure));
        }

        if (provider.As<ConfiguredLockProvider>() is not null)
        {
            throw new ArgumentException(
                "The provider has configured times already, as every provider that AddDistributedLock registers: expected one without. Use ConfigureTimes(...) of its registration.",
                nameof(provider));
        }

        var options = new LockTimeOptions();
        configure(options);
        var times = new ConfiguredLockTimes(
            LockProviderDefaults.NameOf(provider), options, configuration: null, new DeclaredLocks(), SafeLogger.Around(LockProviderDefaults.LoggerOf(provider)));
        if (times.Mistakes is { Count: > 0 } mistakes)
        {
            times.Dispose();
            throw ConfiguredLockTimes.Unusable(mistakes);
        }

        return new ConfiguredLockProvider(provider, times, ownsTimes: true);
    }
}
