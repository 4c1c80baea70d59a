using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>The diagnostics about who releases a handle, and whether there is one.</summary>
internal static class OwnershipRules
{
    public static readonly DiagnosticDescriptor NotReleased = UsageRule.Warning(
        RuleIds.NotReleased,
        "An acquired handle is not released on every path",
        "The lock that '{0}' takes may stay held: {1}; {2}");

    public static readonly DiagnosticDescriptor ResultNotChecked = UsageRule.Warning(
        RuleIds.ResultNotChecked,
        "The result of TryAcquire is used without a null check",
        "'{0}' gives null when the lock is not free, and {1}: test its result for null first");
}
