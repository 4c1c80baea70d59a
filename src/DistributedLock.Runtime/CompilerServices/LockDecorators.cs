using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DistributedLock.Decorators;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DistributedLock.CompilerServices;

/// <summary>Puts generated decorators before the services that a container knows. Called by generated code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LockDecorators
{
    /// <summary>Decorates every registration of a service: its lifetime and its key stay, and a second call changes nothing.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="services">The container's registrations.</param>
    /// <param name="providerName">The name of the lock provider; <see langword="null"/> for the default one.</param>
    /// <param name="decorate">Makes the decorator.</param>
    /// <param name="caller">The method to name in exceptions.</param>
    /// <exception cref="InvalidOperationException">The service is not registered, or in a way that cannot be decorated.</exception>
    public static IServiceCollection Decorate<TService>(
        IServiceCollection services,
        string? providerName,
        Func<TService, IDistributedLockProvider, TService> decorate,
        [CallerMemberName] string caller = "")
        where TService : class
    {
        var found = Required(services).Where(static registration => registration.ServiceType == typeof(TService)).ToList();
        if (found.Count == 0)
        {
            throw IsRegisteredOpen(services, typeof(TService))
                ? new InvalidOperationException(
                    $"{caller} found no registration of {typeof(TService)}, but an open one of {typeof(TService).GetGenericTypeDefinition()}: call {caller.Replace("DecorateWith", "DecorateWithOpen")}().")
                : Decoration.NothingRegistered(typeof(TService), caller);
        }

        foreach (var registration in found)
        {
            Decoration.Of(registration)?.Repeat(providerName, caller);
        }

        DecorateBare(services, providerName, decorate, caller);
        return services;
    }

    /// <summary>Decorates the open registration of a generic service.</summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="providerName">The name of the lock provider; <see langword="null"/> for the default one.</param>
    /// <param name="service">The open generic service.</param>
    /// <param name="decorator">The open generic decorator, whose public constructor takes a <see cref="DecoratedService{TService}"/>.</param>
    /// <param name="caller">The method to name in exceptions.</param>
    /// <exception cref="InvalidOperationException">The service is not registered, or in a way that cannot be decorated.</exception>
    public static IServiceCollection DecorateOpen(
        IServiceCollection services,
        string? providerName,
        Type service,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type decorator,
        [CallerMemberName] string caller = "")
    {
        OpenRegistrations.Decorate(Required(services), providerName, service, decorator, caller);
        services.TryAddTransient(typeof(DecoratedService<>), typeof(DecoratedService<>));
        return services;
    }

    /// <summary>Decorates the registrations of a service that are not decorated yet.</summary>
    internal static void DecorateBare<TService>(
        IServiceCollection services, string? providerName, Func<TService, IDistributedLockProvider, TService> decorate, string caller)
        where TService : class
    {
        foreach (var registration in services.Where(static registration => registration.ServiceType == typeof(TService) && Decoration.Of(registration) is null).ToList())
        {
            var decoration = new DecorationOf<TService>(InnerRegistration.Take(services, registration, caller), decorate, providerName);
            services[services.IndexOf(registration)] = registration.IsKeyedService
                ? ServiceDescriptor.DescribeKeyed(typeof(TService), registration.ServiceKey, decoration.CreateKeyed, registration.Lifetime)
                : ServiceDescriptor.Describe(typeof(TService), decoration.Create, registration.Lifetime);
        }
    }

    private static bool IsRegisteredOpen(IServiceCollection services, Type service) =>
        service.IsConstructedGenericType && services.Any(registration => registration.ServiceType == service.GetGenericTypeDefinition());

    private static IServiceCollection Required(IServiceCollection services) => services ?? throw new ArgumentNullException(nameof(services));
}
