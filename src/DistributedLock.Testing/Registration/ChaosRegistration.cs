using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Testing;

/// <summary>A provider's registration, with chaos around it.</summary>
internal static class ChaosRegistration
{
    public static ServiceDescriptor Around(ServiceDescriptor registration, Action<ChaosOptions> configure) => registration.IsKeyedService
        ? new ServiceDescriptor(
            registration.ServiceType,
            registration.ServiceKey,
            (services, key) => Wrap(CreateKeyed(registration, services, key), configure, ownsInner: registration.KeyedImplementationInstance is null),
            registration.Lifetime)
        : new ServiceDescriptor(
            registration.ServiceType,
            services => Wrap(Create(registration, services), configure, ownsInner: registration.ImplementationInstance is null),
            registration.Lifetime);

    // An instance that was registered is its owner's to dispose; what the container would have made is disposed with its wrapper.
    private static ChaosLockProvider Wrap(object inner, Action<ChaosOptions> configure, bool ownsInner)
    {
        var options = new ChaosOptions();
        configure(options);
        return new ChaosLockProvider((IDistributedLockProvider)inner, options, ownsInner);
    }

    private static object Create(ServiceDescriptor registration, IServiceProvider services) =>
        registration.ImplementationInstance
        ?? registration.ImplementationFactory?.Invoke(services)
        ?? ActivatorUtilities.CreateInstance(services, registration.ImplementationType!);

    private static object CreateKeyed(ServiceDescriptor registration, IServiceProvider services, object? key) =>
        registration.KeyedImplementationInstance
        ?? registration.KeyedImplementationFactory?.Invoke(services, key)
        ?? ActivatorUtilities.CreateInstance(services, registration.KeyedImplementationType!);
}
