using DistributedLock.CompilerServices;
using DistributedLock.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistributedLock.Times;

/// <summary>Configured times in a container: one object for each registration of a provider, which may be asked without making the provider.</summary>
internal static class LockTimesRegistration
{
    private const string LogCategory = "DistributedLock.Times";

    public static void Add(IServiceCollection services, string registration, LockTimeOptions options)
    {
        services.TryAddSingleton(container => new DeclaredLocks(new ApplicationAssemblies(services, container.GetService<IHostEnvironment>()?.ApplicationName)));
        services.AddSingleton(container => new ConfiguredLockTimes(
            registration,
            options,
            container.GetService<IConfiguration>(),
            container.GetRequiredService<DeclaredLocks>(),
            LoggerOf(container)));

        // By a factory, so that a test which takes registrations out again leaves a container that can be built.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LockTimesCheck>(static container =>
            new LockTimesCheck(container.GetServices<ConfiguredLockTimes>(), container.GetService<DeclaredLocks>() ?? new DeclaredLocks(), LoggerOf(container))));
    }

    private static ILogger LoggerOf(IServiceProvider container) =>
        SafeLogger.Around((container.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(LogCategory));

    /// <summary>Not by a keyed service: a default provider is also for containers that know none.</summary>
    public static ConfiguredLockTimes Of(IServiceProvider services, string registration) =>
        services.GetServices<ConfiguredLockTimes>().First(times => times.Registration == registration);
}
