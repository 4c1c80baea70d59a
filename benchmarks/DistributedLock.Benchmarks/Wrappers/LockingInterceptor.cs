using System.Collections.Concurrent;
using System.Reflection;
using Castle.DynamicProxy;

namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>A lock around every call, by an asynchronous interceptor of Castle's DynamicProxy.</summary>
public sealed class LockingInterceptor(IDistributedLockProvider locks) : IInterceptor
{
    private static readonly MethodInfo Runner = typeof(LockingInterceptor).GetMethod(nameof(RunAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly ConcurrentDictionary<MethodInfo, Func<LockingInterceptor, IInvocation, IInvocationProceedInfo, object>> _runners = new();
    private readonly ProxyLocks _locks = new(locks);

    public void Intercept(IInvocation invocation) => invocation.ReturnValue = _runners.GetOrAdd(
        invocation.Method,
        static method => Runner.MakeGenericMethod(method.ReturnType.GetGenericArguments()[0]).CreateDelegate<Func<LockingInterceptor, IInvocation, IInvocationProceedInfo, object>>())
        (this, invocation, invocation.CaptureProceedInfo());

    private async Task<T> RunAsync<T>(IInvocation invocation, IInvocationProceedInfo proceed)
    {
        await using var handle = await _locks.AcquireAsync(invocation.Method, invocation.Arguments);
        proceed.Invoke();
        return await (Task<T>)invocation.ReturnValue!;
    }
}
