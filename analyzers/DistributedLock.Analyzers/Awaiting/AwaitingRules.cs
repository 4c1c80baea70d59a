using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Awaiting;

/// <summary>The rules about tasks that nobody waits for.</summary>
internal static class AwaitingRules
{
    private const string NotAwaitedTitle = "The task of a locked method or of an acquisition is not awaited";

    public static readonly DiagnosticDescriptor LockedMethodNotAwaited = UsageRule.Warning(
        RuleIds.NotAwaited,
        NotAwaitedTitle,
        "The task of locked method '{0}' is not awaited: the caller goes on before the lock is taken and the body has run, and never learns that either failed. Await it, return it, or keep it for someone who does");

    public static readonly DiagnosticDescriptor AcquisitionNotAwaited = UsageRule.Warning(
        RuleIds.NotAwaited,
        NotAwaitedTitle,
        "The task of '{0}' is not awaited: the code after it runs without the lock, and nobody can release the handle that comes later. Await it");

    public static readonly DiagnosticDescriptor StreamNotEnumerated = UsageRule.Warning(
        RuleIds.NotAwaited,
        NotAwaitedTitle,
        "The stream of locked method '{0}' is not enumerated: no lock is taken and its body never runs. Enumerate it with 'await foreach', or remove the call");

    public static readonly DiagnosticDescriptor UsingOfTask = UsageRule.Warning(
        RuleIds.UsingOfTask,
        "'using' is given a task instead of the lock's handle",
        "This 'using' disposes the task, not the handle of type '{0}': its block does not wait for the lock, and the lock is not released at its end. Await the task inside the 'using'");
}
