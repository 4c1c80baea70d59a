using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Decorators;

/// <summary>Decorates a service that is registered as an open generic one, such as <c>typeof(IRepository&lt;&gt;)</c>: the container itself creates the decorators.</summary>
internal static class OpenRegistrations
{
    public static void Decorate(
        IServiceCollection services,
        string? providerName,
        Type service,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type decorator,
        string caller)
    {
        var registration = Single(services, service, caller);
        CheckClosed(services, service, caller);
        if (registration.ImplementationType == decorator)
        {
            services.Select(static other => !other.IsKeyedService ? other.ImplementationInstance : null).OfType<OpenDecoration>()
                .First(known => known.Service == service).Repeat(providerName, caller);
            return;
        }

        if (InnerRegistration.IsDisposable(service))
        {
            throw new InvalidOperationException(
                $"{caller} cannot decorate the open registration of {service}, which is disposable: the container would dispose the decorator, which passes that " +
                $"on, and the service behind it. Register the closed services, and call {OfClosed(caller)} with their type arguments.");
        }

        services[services.IndexOf(registration)] = ServiceDescriptor.Describe(service, decorator, registration.Lifetime);
        services.Add(ServiceDescriptor.DescribeKeyed(service, InnerKey.Open, registration.ImplementationType!, registration.Lifetime));
        services.AddSingleton(new OpenDecoration(service, providerName));
    }

    private static ServiceDescriptor Single(IServiceCollection services, Type service, string caller)
    {
        var found = services.Where(registration => registration.ServiceType == service && !ReferenceEquals(registration.ServiceKey, InnerKey.Open)).ToList();
        if (found.Count == 0)
        {
            throw Closed(services, service) is { } closed
                ? new InvalidOperationException($"{caller} found no open registration of {service}, but one of {closed}: call {OfClosed(caller)} with its type arguments.")
                : Decoration.NothingRegistered(service, caller);
        }

        if (found.Any(static registration => registration.IsKeyedService))
        {
            throw new InvalidOperationException(
                $"{caller} found an open registration of {service} with a key, and the container cannot tell an open generic decorator which key it was asked for: " +
                $"register the closed services with their keys, and call {OfClosed(caller)} with their type arguments.");
        }

        return found.Count == 1
            ? found[0]
            : throw new InvalidOperationException(
                $"{caller} found {found.Count} open registrations of {service}, and the container cannot tell an open generic decorator which of them it stands " +
                $"before: keep one, or register the closed services and call {OfClosed(caller)} with their type arguments.");
    }

    /// <summary>A closed registration goes before the open one, and its service would run without the lock.</summary>
    private static void CheckClosed(IServiceCollection services, Type service, string caller)
    {
        if (Closed(services, service) is { } closed)
        {
            throw new InvalidOperationException(
                $"{caller} found the registration of {closed} beside the open one, and it would stay without its locks: call {OfClosed(caller)} with its type arguments first.");
        }
    }

    private static Type? Closed(IServiceCollection services, Type service) => services
        .Where(registration => registration.ServiceType is { IsConstructedGenericType: true } type && type.GetGenericTypeDefinition() == service)
        .FirstOrDefault(static registration => Decoration.Of(registration) is null)?.ServiceType;

    /// <summary>Two methods are generated for a generic interface, and a message may send from the one to the other.</summary>
    public static string OfClosed(string caller) => caller.Replace("DecorateWithOpen", "DecorateWith");
}
