using System.Collections.Concurrent;
using System.Reflection;

namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>A lock around every call of an interface, by the framework's own proxy.</summary>
public class LockingDispatchProxy : DispatchProxy
{
    private static readonly MethodInfo Runner = typeof(LockingDispatchProxy).GetMethod(nameof(RunAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    // Made once for each method: a call by reflection each time would be a weaker rival than it need be.
    private readonly ConcurrentDictionary<MethodInfo, Func<LockingDispatchProxy, MethodInfo, object?[], object>> _runners = new();
    private ProxyLocks _locks = null!;
    private object _target = null!;

    public static T Create<T>(T target, IDistributedLockProvider locks)
        where T : class
    {
        var proxy = Create<T, LockingDispatchProxy>();
        var self = (LockingDispatchProxy)(object)proxy;
        (self._target, self._locks) = (target, new ProxyLocks(locks));
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _runners.GetOrAdd(
        targetMethod!,
        static method => Runner.MakeGenericMethod(method.ReturnType.GetGenericArguments()[0]).CreateDelegate<Func<LockingDispatchProxy, MethodInfo, object?[], object>>())
        (this, targetMethod!, args!);

    private async Task<T> RunAsync<T>(MethodInfo method, object?[] arguments)
    {
        await using var handle = await _locks.AcquireAsync(method, arguments);
        return await (Task<T>)method.Invoke(_target, arguments)!;
    }
}
