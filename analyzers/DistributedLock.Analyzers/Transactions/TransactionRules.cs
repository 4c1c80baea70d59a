using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Transactions;

/// <summary>The diagnostics about locks and transactions.</summary>
internal static class TransactionRules
{
    public static readonly DiagnosticDescriptor ReleasedBeforeCommit = UsageRule.Warning(
        RuleIds.ReleasedBeforeCommit,
        "A lock is released before the transaction around it commits",
        "The lock of '{0}' is released before the transaction '{1}' commits, so the next holder does not see what was written: take the lock before the transaction begins, and release it after the commit");
}
