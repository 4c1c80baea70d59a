using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Decorators;

/// <summary>Stands in a registration as the target of its factory, by which a second call knows what is decorated already.</summary>
internal abstract class Decoration(string? providerName)
{
    private readonly string? _providerName = providerName;

    /// <summary>The decoration of a registration; <see langword="null"/> where it is not decorated.</summary>
    public static Decoration? Of(ServiceDescriptor registration) =>
        (registration.IsKeyedService ? registration.KeyedImplementationFactory?.Target : registration.ImplementationFactory?.Target) as Decoration;

    public static InvalidOperationException NothingRegistered(Type service, string caller) => new(
        $"{caller} found no registration of {service} to decorate: call it after the service is registered, as in services.AddScoped<...>().{caller}().");

    /// <summary>Lets a repeated call pass that asks for what is there.</summary>
    /// <exception cref="InvalidOperationException">It asks for another provider.</exception>
    public void Repeat(string? providerName, string caller)
    {
        if (providerName != _providerName)
        {
            throw new InvalidOperationException(
                $"{caller} is called twice, {DecoratorProviders.NameOf(_providerName)} and {DecoratorProviders.NameOf(providerName)}: a service is locked once. Keep one of the two calls.");
        }
    }
}
