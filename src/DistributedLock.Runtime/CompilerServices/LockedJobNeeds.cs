using System.ComponentModel;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.CompilerServices;

/// <summary>
/// Which lock providers the job classes of an assembly expect from the container, so that one that is missing stops the start of the application and not
/// its first job. Called by generated code only; not thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LockedJobNeeds
{
    private readonly List<(string Job, Type Service, object? Key)> _needs = [];

    /// <summary>Adds what one job class expects.</summary>
    /// <param name="job">The job class, by name.</param>
    /// <param name="service">The type of the constructor's parameter.</param>
    /// <param name="key">The key of the service; <see langword="null"/> for one without a key.</param>
    public LockedJobNeeds Add(string job, Type service, object? key = null)
    {
        _needs.Add((job, service, key));
        return this;
    }

    /// <summary>Throws when something is not registered.</summary>
    /// <exception cref="InvalidOperationException">Names every job, and what to register for it.</exception>
    public void Verify(IServiceProvider services)
    {
        var missing = _needs.Where(need => !IsRegistered(services, need.Service, need.Key)).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        var message = new StringBuilder("Locked jobs could not be run, because no lock provider is registered for them: ");
        message.Append(string.Join("; ", missing.GroupBy(static need => (need.Service, need.Key)).Select(static group =>
            $"{string.Join(", ", group.Select(static need => need.Job))} {(group.Count() == 1 ? "expects" : "expect")} {Describe(group.Key.Service, group.Key.Key)}")));
        throw new InvalidOperationException(message.Append('.').ToString());
    }

    private static string Describe(Type service, object? key)
    {
        var call = service != typeof(IDistributedLockProvider) ? null
            : key is null ? "services.AddDistributedLock(locks => ...)"
            : key is string name ? $"services.AddDistributedLock(\"{name}\", locks => ...)"
            : null;
        return service.Name + (key is null ? string.Empty : $" with the key '{key}'") + (call is null ? ", which is not registered" : $": call {call}");
    }

    /// <remarks>A container that cannot say what it has is asked for it: a provider is a singleton, so nothing is made that would not be made later.</remarks>
    private static bool IsRegistered(IServiceProvider services, Type service, object? key)
    {
        if (key is null)
        {
            return services.GetService(typeof(IServiceProviderIsService)) is IServiceProviderIsService container
                ? container.IsService(service)
                : services.GetService(service) is not null;
        }

        return services.GetService(typeof(IServiceProviderIsKeyedService)) is IServiceProviderIsKeyedService keyed
            ? keyed.IsKeyedService(service, key)
            : services is IKeyedServiceProvider provider && provider.GetKeyedService(service, key) is not null;
    }
}
