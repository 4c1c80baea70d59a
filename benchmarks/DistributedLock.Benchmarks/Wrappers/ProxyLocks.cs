using System.Collections.Concurrent;
using System.Reflection;

namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>
/// The locks of methods that are called through a proxy. The attribute is read once for each method, and the key is one concatenation: the least that an
/// interceptor can do.
/// </summary>
internal sealed class ProxyLocks(IDistributedLockProvider locks)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<MethodInfo, ProxyLockAttribute> _attributes = new();

    public ValueTask<IDistributedLockHandle> AcquireAsync(MethodInfo method, object?[] arguments)
    {
        var attribute = _attributes.GetOrAdd(method, static method => method.GetCustomAttribute<ProxyLockAttribute>()!);
        return locks.AcquireAsync(attribute.Prefix + arguments[attribute.Parameter], Timeout);
    }
}
