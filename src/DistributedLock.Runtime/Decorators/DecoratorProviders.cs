using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Decorators;

/// <summary>Where decorators get their lock provider from.</summary>
internal static class DecoratorProviders
{
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public static IDistributedLockProvider Get(IServiceProvider services, string? name, Type service) =>
        (name is null ? services.GetService<IDistributedLockProvider>() : services.GetKeyedService<IDistributedLockProvider>(name))
        ?? throw new InvalidOperationException(
            $"The locks of {service} need a lock provider, and none is registered: call services.AddDistributedLock({(name is null ? string.Empty : $"\"{name}\", ")}locks => ...).");

    public static string NameOf(string? name) => name is null ? "with the default lock provider" : $"with the lock provider \"{name}\"";
}
