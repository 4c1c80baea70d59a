using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Health;

/// <summary>
/// The lock providers that an application has registered. They are read when they are asked for, from the collection of registrations: those that come after the
/// health check count as well, and a built container cannot list its keyed services.
/// </summary>
internal sealed class RegisteredLockProviders(IServiceCollection services)
{
    /// <summary>The keys of the registrations; <see langword="null"/> for the default one.</summary>
    public IReadOnlyList<object?> Names() =>
    [
        .. services.Where(static service => service.ServiceType == typeof(IDistributedLockProvider))
            .Select(static service => service.IsKeyedService ? service.ServiceKey : null)
            .Where(static key => !ReferenceEquals(key, KeyedService.AnyKey))
            .Distinct(),
    ];

    /// <summary>What a registration is called where people read.</summary>
    public static string TextOf(object? name) => name?.ToString() ?? "(default)";
}
