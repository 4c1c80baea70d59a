using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Awaiting;

/// <summary>Members of the framework that make, pass on or print tasks.</summary>
internal static class TaskMembers
{
    private const string Tasks = "System.Threading.Tasks";

    /// <summary>A call on a task whose result is the same task in another form, or a task that ends after it: what becomes of the result becomes of it.</summary>
    public static bool PassesOn(IMethodSymbol method) => method.Name switch
    {
        "ConfigureAwait" or "ContinueWith" or "WaitAsync" or "Unwrap" or "WithCancellation" => method.ContainingNamespace.IsTasks(),
        "AsTask" or "Preserve" => IsOfTask(method),
        _ => false,
    };

    /// <summary>A call whose result stands for the tasks that its lambda returns: <c>Task.Run</c>'s task ends after them, and <c>Select</c> is a sequence of them.</summary>
    public static bool GivesTasksOf(IMethodSymbol lambdaTaker) => lambdaTaker.Name switch
    {
        "Run" => lambdaTaker.ContainingType.IsPlainTask(),
        "Select" => lambdaTaker.ContainingType.Is("System.Linq", "Enumerable", 0),
        _ => false,
    };

    /// <summary>A call that puts the elements of a sequence into a collection: what becomes of that becomes of them.</summary>
    public static bool Gathers(IMethodSymbol method) => method.Name is "ToList" or "ToArray" or "AsEnumerable" && method.ContainingType.Is("System.Linq", "Enumerable", 0);

    /// <summary>A call whose task has ended when it returns.</summary>
    public static bool IsCompleted(IMethodSymbol method) => method.Name is "FromResult" or "FromException" or "FromCanceled" && IsOfTask(method);

    /// <summary>A call that gives its text to a reader: a task that goes there is printed, not awaited.</summary>
    public static bool WritesText(IMethodSymbol method)
    {
        var type = method.ContainingType;
        return method.Name switch
        {
            "Write" or "WriteLine" or "WriteAsync" or "WriteLineAsync" => type.ContainingNamespace?.ToDisplayString() is "System.IO" or "System.Diagnostics" || type.Is("System", "Console", 0),
            "Append" or "AppendLine" or "AppendFormat" or "AppendJoin" or "Insert" => type.Is("System.Text", "StringBuilder", 0),
            "Format" or "Concat" or "Join" => type.SpecialType == SpecialType.System_String,
            _ => method.Name.StartsWith("Log", StringComparison.Ordinal) && type.Is("Microsoft.Extensions.Logging", "LoggerExtensions", 0),
        };
    }

    /// <summary>A member of <c>Task</c>, <c>Task&lt;T&gt;</c>, <c>ValueTask</c> or <c>ValueTask&lt;T&gt;</c>.</summary>
    public static bool IsOfTask(ISymbol member) => member.ContainingType.IsPlainTask() || member.ContainingType.IsTaskOfT();

    private static bool IsTasks(this INamespaceSymbol? container) => container?.ToDisplayString() == Tasks;
}
