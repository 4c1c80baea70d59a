using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.DeferredResults;

/// <summary>The diagnostics about results that are computed after the lock is gone.</summary>
internal static class DeferredResultRules
{
    public static readonly DiagnosticDescriptor EnumeratedLater = UsageRule.Warning(
        RuleIds.EnumeratedLater,
        "A result is enumerated after its lock is released",
        "What '{0}' returns here is a query that runs when it is enumerated, after the lock is released: return its elements (ToList, ToArray)");
}
