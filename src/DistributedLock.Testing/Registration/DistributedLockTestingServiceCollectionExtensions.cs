using DistributedLock;
using DistributedLock.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the providers of the testing kit in the place of, or around, those of an application.</summary>
public static class DistributedLockTestingServiceCollectionExtensions
{
    /// <summary>
    /// Replaces every registered <see cref="IDistributedLockProvider"/>, the default one and the named ones, by a <see cref="FakeLockProvider"/> of its own.
    /// Where none is registered, a default one is. Call it after the application's own registrations.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Changes the options of each fake; its clock and its loggers come from the container, and its recorder is one for all.</param>
    /// <remarks>
    /// The container gives each fake as <see cref="FakeLockProvider"/>, too, by the same name, and their <see cref="LockRecorder"/>.
    /// </remarks>
    public static IServiceCollection AddDistributedLockTesting(this IServiceCollection services, Action<FakeLockOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<LockRecorder>();
        foreach (var key in ReplacedKeys(services))
        {
            if (key is null)
            {
                services.AddSingleton(provider => Create(provider, key: null, configure));
                services.AddSingleton<IDistributedLockProvider>(static provider => provider.GetRequiredService<FakeLockProvider>());
            }
            else
            {
                services.AddKeyedSingleton(key, (provider, name) => Create(provider, name, configure));
                services.AddKeyedSingleton<IDistributedLockProvider>(key, static (provider, name) => provider.GetRequiredKeyedService<FakeLockProvider>(name));
            }
        }

        return services;
    }

    /// <summary>
    /// Replaces every registered <see cref="IDistributedLockProvider"/>, the default one and the named ones, by this one: for several hosts that contend, or
    /// for a fake that is made before the host. The container does not dispose it. Call it after the application's own registrations.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="locks">The fake.</param>
    public static IServiceCollection AddDistributedLockTesting(this IServiceCollection services, FakeLockProvider locks)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(locks);
        services.Replace(ServiceDescriptor.Singleton(locks.Recorder));
        foreach (var key in ReplacedKeys(services))
        {
            services.Add(new ServiceDescriptor(typeof(FakeLockProvider), key, locks));
            services.Add(new ServiceDescriptor(typeof(IDistributedLockProvider), key, locks));
        }

        return services;
    }

    /// <summary>
    /// Wraps every registered <see cref="IDistributedLockProvider"/>, the default one and the named ones, in a <see cref="ChaosLockProvider"/> of its own.
    /// Call it after the application's own registrations.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Sets the options of each.</param>
    /// <exception cref="InvalidOperationException">No provider is registered.</exception>
    public static IServiceCollection AddDistributedLockChaos(this IServiceCollection services, Action<ChaosOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        // Now, so that a setting that cannot work stops the test at the line that has it.
        var options = new ChaosOptions();
        configure(options);
        options.CheckedCopy();

        var registrations = services.Where(static service => service.ServiceType == typeof(IDistributedLockProvider)).ToList();
        if (registrations.Count == 0)
        {
            throw new InvalidOperationException(
                "AddDistributedLockChaos wraps the registered lock providers, and none is registered: expected AddDistributedLock(...) before it.");
        }

        foreach (var registration in registrations)
        {
            services[services.IndexOf(registration)] = ChaosRegistration.Around(registration, configure);
        }

        return services;
    }

    /// <summary>Removes the providers, and tells by which names they were registered; <see langword="null"/> is the default one.</summary>
    private static List<object?> ReplacedKeys(IServiceCollection services)
    {
        var keys = services.Where(static service => service.ServiceType == typeof(IDistributedLockProvider))
            .Select(static service => service.ServiceKey)
            .Distinct()
            .ToList();
        for (var i = services.Count - 1; i >= 0; i--)
        {
            if (services[i].ServiceType == typeof(IDistributedLockProvider) || services[i].ServiceType == typeof(FakeLockProvider))
            {
                services.RemoveAt(i);
            }
        }

        return keys.Count > 0 ? keys : [null];
    }

    private static FakeLockProvider Create(IServiceProvider services, object? key, Action<FakeLockOptions>? configure)
    {
        var options = new FakeLockOptions { Recorder = services.GetRequiredService<LockRecorder>() };
        options.Name = key is null ? options.Name : $"{options.Name}:{key}";
        return new FakeLockProvider(DistributedLockBuilder.Configure(services, options, configure));
    }
}
