using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Cores;

/// <summary>The diagnostics about core methods: those that hold the body of a locked method.</summary>
internal static class CoreRules
{
    public static readonly DiagnosticDescriptor CalledDirectly = UsageRule.Warning(
        RuleIds.CoreCalledDirectly,
        "A core method is called directly",
        "'{0}' runs without its lock here: call '{1}', which takes the lock first");

    public static readonly DiagnosticDescriptor WithoutToken = UsageRule.Information(
        RuleIds.CoreWithoutToken,
        "A core method takes no CancellationToken",
        "'{0}' cannot notice that its lock was lost{1}: add a CancellationToken parameter, which is filled for it, and pass it on");
}
