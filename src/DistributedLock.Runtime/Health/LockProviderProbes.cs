using System.Collections.Concurrent;

namespace DistributedLock.Health;

/// <summary>The probes of one container, which outlive the checks: one that is still under way is joined and not started again. Thread-safe.</summary>
/// <param name="services">The container itself, not one of its scopes: a probe may outlive the check's.</param>
internal sealed class LockProviderProbes(IServiceProvider services)
{
    private readonly ConcurrentDictionary<(string Key, object Name), LockProviderProbe> _probes = new();

    public LockProviderProbe Of(object? name, LockKey key) =>
        _probes.GetOrAdd((key.Value, name ?? this), _ => new LockProviderProbe(services, name, LockProviderHealth.Request(key)));
}
