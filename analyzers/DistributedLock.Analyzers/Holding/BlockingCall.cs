using DistributedLock.Analyzers.Awaiting;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Holding;

/// <summary>A call or property that blocks its thread.</summary>
internal sealed class BlockingCall
{
    private BlockingCall(string name, string advice, IOperation? task)
    {
        Name = name;
        Advice = advice;
        Task = task;
    }

    public string Name { get; }

    /// <summary>What to write instead.</summary>
    public string Advice { get; }

    /// <summary>What is waited for, where it is one task.</summary>
    public IOperation? Task { get; }

    /// <summary>Recognizes the ways to block that have an asynchronous twin; <see langword="null"/> for everything else.</summary>
    public static BlockingCall? Of(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "Result" } property, Instance: { } task, Parent: not IPropertySubpatternOperation } when TaskMembers.IsOfTask(property) =>
            new(".Result", "Await the task", task),
        IInvocationOperation call => Of(call),
        _ => null,
    };

    private static BlockingCall? Of(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        return method.Name switch
        {
            "Wait" when TaskMembers.IsOfTask(method) => new(".Wait()", "Await the task", call.Instance),
            "GetResult" when Awaited(call) is { } task => new(".GetAwaiter().GetResult()", "Await the task", task),
            "WaitAll" or "WaitAny" when method.ContainingType.IsPlainTask() => new($"Task.{method.Name}", $"Await 'Task.{method.Name.Replace("Wait", "When")}'", null),
            "Sleep" when IsOfThread(method) => new("Thread.Sleep", "Await 'Task.Delay'", null),
            "Join" when IsOfThread(method) => new("Thread.Join", "Run the work as a task and await it", null),
            _ => null,
        };
    }

    // `task.GetAwaiter()` and `task.ConfigureAwait(false).GetAwaiter()`
    private static IOperation? Awaited(IInvocationOperation getResult)
    {
        if (getResult.Instance?.WithoutConversions() is not IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } awaitable })
        {
            return null;
        }

        var task = awaitable is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } ? configured : awaitable;
        return task.Type.IsPlainTask() || task.Type.IsTaskOfT() ? task : null;
    }

    private static bool IsOfThread(IMethodSymbol method) => method.ContainingType.Is("System.Threading", "Thread", 0);
}
