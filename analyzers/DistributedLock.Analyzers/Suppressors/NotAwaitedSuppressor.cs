using System.Collections.Immutable;
using DistributedLock.Analyzers.Rules;
using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Suppressors;

/// <summary>Takes back the compiler's CS4014 where DLK0101 says it better. Whoever has turned DLK0101 off keeps the compiler's warning.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotAwaitedSuppressor : DiagnosticSuppressor
{
    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = FalseAlarms.NotAwaited;

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        var symbols = LockSymbols.Of(context.Compilation, context.Options);
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is { } tree && IsReportedIn(tree, context) && IsLockCall(diagnostic, tree, symbols, context))
            {
                context.ReportSuppression(Suppression.Create(SupportedSuppressions[0], diagnostic));
            }
        }
    }

    private static bool IsLockCall(Diagnostic diagnostic, SyntaxTree tree, LockSymbols symbols, SuppressionAnalysisContext context)
    {
        var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return context.GetSemanticModel(tree).GetOperation(node, context.CancellationToken) is IInvocationOperation call
            && (LockSymbols.IsLockedMethod(call.TargetMethod)
                || symbols.IsAcquire(call, symbols.HandleTypesIn(tree))
                || LockedMethods.Of(context.Compilation).IsImplementedByLocked(call.TargetMethod));
    }

    /// <summary>Whether the other rule is on in this file, and at least as loud as the compiler's, whoever has a say in that.</summary>
    private static bool IsReportedIn(SyntaxTree tree, SuppressionAnalysisContext context)
    {
        var options = context.Compilation.Options;
        var severity = ReportDiagnostic.Default;
        return (options.SyntaxTreeOptionsProvider?.TryGetDiagnosticValue(tree, RuleIds.NotAwaited, context.CancellationToken, out severity) != true || IsLoud(severity))
            && (options.SyntaxTreeOptionsProvider?.TryGetGlobalDiagnosticValue(RuleIds.NotAwaited, context.CancellationToken, out severity) != true || IsLoud(severity))
            && (!options.SpecificDiagnosticOptions.TryGetValue(RuleIds.NotAwaited, out severity) || IsLoud(severity));
    }

    private static bool IsLoud(ReportDiagnostic severity) => severity is ReportDiagnostic.Default or ReportDiagnostic.Warn or ReportDiagnostic.Error;
}
