using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.AspNetCore.Locks;

/// <summary>Finds the provider of a lock among the services.</summary>
internal static class LockProviders
{
    /// <returns><see langword="null"/> where none is registered.</returns>
    public static IDistributedLockProvider? Find(IServiceProvider services, string? name) => name is null
        ? services.GetService<IDistributedLockProvider>()
        : services.GetKeyedService<IDistributedLockProvider>(name);

    public static string Missing(string? name) => name is null
        ? "no lock provider is registered: call builder.Services.AddDistributedLock(locks => locks.UseRedis(...)), or another backend"
        : $"no lock provider is registered as \"{name}\": call builder.Services.AddDistributedLock(\"{name}\", ...)";
}
