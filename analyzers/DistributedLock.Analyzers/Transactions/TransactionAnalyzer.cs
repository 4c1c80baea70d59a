using System.Collections.Immutable;
using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Transactions;

/// <summary>
/// Reports locks that are taken after a transaction was opened, and released before it commits. It starts from a commit, which is rare, and looks at the
/// function around it only.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TransactionAnalyzer : UsageAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(TransactionRules.ReleasedBeforeCommit);

    private protected override void Start(CompilationStartAnalysisContext context, LockSymbols symbols) =>
        context.RegisterOperationAction(operation => Analyze(operation, symbols), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, LockSymbols symbols)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!Transaction.IsCommit(call))
        {
            return;
        }

        var operations = Functions.OwnOperations(Functions.RootOf(call)).ToList();
        if (Transaction.Find(call, operations) is not { } transaction)
        {
            return;
        }

        foreach (var hold in HeldSpan.In(operations, symbols))
        {
            if (transaction.FirstCommitAfter(hold) == call)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    TransactionRules.ReleasedBeforeCommit,
                    CalledName.LocationOf(hold.Call),
                    [CalledName.LocationOf(call)],
                    hold.Call.TargetMethod.Name,
                    transaction.Name));
            }
        }
    }
}
