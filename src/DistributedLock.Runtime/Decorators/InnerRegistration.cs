using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DistributedLock.Decorators;

/// <summary>How the service behind a decorator is created, and who disposes it.</summary>
/// <remarks>
/// The container disposes whatever it hands out. Where the service's contract says <c>Dispose</c>, the decorator passes that on, so there the decorator is
/// the only one that the container may know of; elsewhere the container must know the service, because its decorator cannot be disposed.
/// </remarks>
internal static class InnerRegistration
{
    /// <exception cref="InvalidOperationException">The registration cannot be decorated without disposing the service twice.</exception>
    public static Func<IServiceProvider, object?, object> Take(IServiceCollection services, ServiceDescriptor registration, string caller)
    {
        var passesDisposalOn = IsDisposable(registration.ServiceType);
        if (InstanceOf(registration) is { } instance)
        {
            return passesDisposalOn ? throw NotOurs(registration.ServiceType, caller) : (_, _) => instance;
        }

        if (TypeOf(registration) is { } type && !passesDisposalOn && !type.TakesKey && registration.ServiceKey != KeyedService.AnyKey)
        {
            return ByContainer(services, registration);
        }

        var create = FactoryOf(registration);
        if (passesDisposalOn)
        {
            return create;
        }

        services.TryAddTransient<InnerOwner>();
        return (provider, key) =>
        {
            var created = create(provider, key);
            if (created is IDisposable or IAsyncDisposable)
            {
                provider.GetRequiredService<InnerOwner>().Own(created);
            }

            return created;
        };
    }

    public static bool IsDisposable(Type service) => typeof(IDisposable).IsAssignableFrom(service) || typeof(IAsyncDisposable).IsAssignableFrom(service);

    /// <summary>The container goes on to create the service: it chooses the constructor, and checks when it is built that everything is there.</summary>
    private static Func<IServiceProvider, object?, object> ByContainer(IServiceCollection services, ServiceDescriptor registration)
    {
        var key = new InnerKey(registration.ServiceType);
        var inner = registration.IsKeyedService
            ? ServiceDescriptor.DescribeKeyed(registration.KeyedImplementationType!, key, registration.KeyedImplementationType!, registration.Lifetime)
            : ServiceDescriptor.DescribeKeyed(registration.ImplementationType!, key, registration.ImplementationType!, registration.Lifetime);
        services.Add(inner);
        return (provider, _) => provider.GetRequiredKeyedService(inner.ServiceType, key);
    }

    private static object? InstanceOf(ServiceDescriptor registration) =>
        registration.IsKeyedService ? registration.KeyedImplementationInstance : registration.ImplementationInstance;

    private static InnerActivator? TypeOf(ServiceDescriptor registration)
    {
        if (registration.IsKeyedService)
        {
            return registration.KeyedImplementationType is { } keyed ? new InnerActivator(keyed) : null;
        }

        return registration.ImplementationType is { } type ? new InnerActivator(type) : null;
    }

    private static Func<IServiceProvider, object?, object> FactoryOf(ServiceDescriptor registration)
    {
        if (TypeOf(registration) is { } type)
        {
            return type.Create;
        }

        if (registration.IsKeyedService)
        {
            return registration.KeyedImplementationFactory!;
        }

        var factory = registration.ImplementationFactory!;
        return (provider, _) => factory(provider);
    }

    private static InvalidOperationException NotOurs(Type service, string caller) => new(
        $"{caller} found an instance registered for {service}, which is disposable. An instance is disposed by who made it, but its decorator would be disposed " +
        "by the container, and would pass that on: register a type or a factory, or register a decorator that you made yourself.");
}
