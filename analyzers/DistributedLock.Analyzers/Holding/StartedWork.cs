using DistributedLock.Analyzers.Awaiting;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Holding;

/// <summary>Which calls start work that goes on after they have returned.</summary>
internal static class StartedWork
{
    /// <summary>
    /// Whether a call gives a task of its own: not one that has ended, and not one that comes through a type parameter (<c>cache.GetOrAdd(key, ...)</c>), for
    /// that was somebody's before. A delegate's type parameter only says what it gives.
    /// </summary>
    public static bool IsRunningTask(IInvocationOperation call, MemberBody body)
    {
        var method = call.TargetMethod.ReducedFrom ?? call.TargetMethod;
        var given = method.MethodKind == MethodKind.DelegateInvoke ? method.ReturnType : method.OriginalDefinition.ReturnType;
        return body.Symbols.IsTask(given) && !TaskMembers.IsCompleted(call.TargetMethod);
    }

    /// <summary>A call of an <c>async void</c> method, whose end nobody can see.</summary>
    public static bool IsAsyncVoid(IMethodSymbol method) => method is { IsAsync: true, ReturnsVoid: true };

    public static bool QueuesToThreadPool(IMethodSymbol method) =>
        method.Name is "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" && method.ContainingType.Is("System.Threading", "ThreadPool", 0);

    public static bool StartsThread(IMethodSymbol method) => method.Name is "Start" or "UnsafeStart" && method.ContainingType.Is("System.Threading", "Thread", 0);

    /// <summary>A call that waits for a signal: what was started before it may be what signals.</summary>
    public static bool WaitsForSignal(IMethodSymbol method) =>
        method.Name is "Wait" or "WaitAsync" or "WaitOne" or "WaitAll" or "WaitAny" or "SignalAndWait" or "Join" or "Take" or "WaitForExit" or "GetConsumingEnumerable";
}
