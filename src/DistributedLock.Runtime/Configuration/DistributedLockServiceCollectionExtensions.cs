using DistributedLock;
using DistributedLock.Times;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers lock providers.</summary>
public static class DistributedLockServiceCollectionExtensions
{
    /// <summary>Registers the default <see cref="IDistributedLockProvider"/> as a singleton.</summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Chooses the backend, for instance <c>locks => locks.UseInMemory()</c>.</param>
    /// <exception cref="InvalidOperationException">No backend is chosen, or more than one, or there is a default one already.</exception>
    public static IServiceCollection AddDistributedLock(this IServiceCollection services, Action<DistributedLockBuilder> configure)
    {
        var (factory, builder) = Factory(services, name: null, configure);
        services.AddSingleton(factory);
        LockTimesRegistration.Add(services, builder.Registration, builder.Times);
        return services;
    }

    /// <summary>Registers a named <see cref="IDistributedLockProvider"/> as a keyed singleton.</summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="name">The key of the service.</param>
    /// <param name="configure">Chooses the backend.</param>
    /// <exception cref="InvalidOperationException">No backend is chosen, or more than one, or there is one of that name already.</exception>
    public static IServiceCollection AddDistributedLock(
        this IServiceCollection services, string name, Action<DistributedLockBuilder> configure)
    {
        if (name is null)
        {
            throw new ArgumentNullException(nameof(name));
        }

        var (factory, builder) = Factory(services, name, configure);
        services.AddKeyedSingleton(name, (provider, _) => factory(provider));
        LockTimesRegistration.Add(services, builder.Registration, builder.Times);
        return services;
    }

    private static (Func<IServiceProvider, IDistributedLockProvider> Factory, DistributedLockBuilder Builder) Factory(
        IServiceCollection services, string? name, Action<DistributedLockBuilder> configure)
    {
        if (services is null)
        {
            throw new ArgumentNullException(nameof(services));
        }

        if (configure is null)
        {
            throw new ArgumentNullException(nameof(configure));
        }

        if (services.Any(service => service.ServiceType == typeof(IDistributedLockProvider) && Equals(service.ServiceKey, name)))
        {
            throw new InvalidOperationException(name is null
                ? "AddDistributedLock is called twice without a name: expected one default provider. Give the others a name; a provider for tests is put in after all registrations, not before."
                : $"AddDistributedLock is called twice with the name \"{name}\": expected each name once; a provider for tests is put in after all registrations, not before.");
        }

        // Built now, so that a missing backend stops the start of the application and not its first lock.
        var builder = new DistributedLockBuilder(name);
        configure(builder);
        return (builder.Build(), builder);
    }
}
