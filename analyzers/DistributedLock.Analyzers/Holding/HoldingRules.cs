using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Holding;

/// <summary>The rules about what happens while a lock is held.</summary>
internal static class HoldingRules
{
    private const string BlockedTitle = "A thread is blocked while the lock is held";

    public static readonly DiagnosticDescriptor TaskLeavesUsing = UsageRule.Warning(
        RuleIds.TaskLeavesUsing,
        "A task is returned out of the scope that holds the lock",
        "The lock {0} is released when this task is returned, not when it ends: its work runs without the lock. Make the method async and await the task");

    public static readonly DiagnosticDescriptor Blocked = UsageRule.Warning(
        RuleIds.BlockedWhileHeld,
        BlockedTitle,
        "'{0}' blocks a thread while the lock {1} is held: everyone who waits for the lock waits for the thread pool too, and a context with one thread deadlocks. {2}");

    public static readonly DiagnosticDescriptor UsingInsteadOfAwaitUsing = UsageRule.Warning(
        RuleIds.BlockedWhileHeld,
        BlockedTitle,
        "This 'using' blocks a thread until the lock {0} is released. The handle can be released asynchronously: write 'await using'");

    public static readonly DiagnosticDescriptor WorkOutlivesLock = UsageRule.Warning(
        RuleIds.WorkOutlivesLock,
        "Work that was started under the lock outlives it",
        "'{0}' is started while the lock {1} is held and nothing waits for it before the release: it goes on without the lock. Await it under the lock, or start it after the release");
}
