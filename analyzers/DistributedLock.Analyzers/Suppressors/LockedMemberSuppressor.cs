using System.Collections.Immutable;
using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Suppressors;

/// <summary>Takes back what is said about the parts of a locked method by those who do not know that a wrapper uses them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockedMemberSuppressor : DiagnosticSuppressor
{
    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = FalseAlarms.UnusedMethod
        .AddRange(FalseAlarms.UnusedParameter)
        .AddRange(FalseAlarms.AsyncWithoutAwait)
        .AddRange(FalseAlarms.UnreadMember)
        .AddRange(FalseAlarms.CouldBeStatic);

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (!LockSymbols.Of(context.Compilation, context.Options).HasRuntime)
        {
            return;
        }

        var uses = new WrapperUses(context.Compilation, context.CancellationToken);
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (MarkedSymbol.Of(diagnostic, context) is { } symbol && ReasonAgainst(diagnostic.Id, symbol, uses) is { } descriptor)
            {
                context.ReportSuppression(Suppression.Create(descriptor, diagnostic));
            }
        }
    }

    private static SuppressionDescriptor? ReasonAgainst(string id, ISymbol symbol, WrapperUses uses) => symbol switch
    {
        IMethodSymbol method when FalseAlarms.UnusedMethod.For(id) is { } descriptor && uses.IsCalled(method) => descriptor,
        IMethodSymbol method when FalseAlarms.AsyncWithoutAwait.For(id) is { } descriptor && uses.IsCalledByAsynchronous(method) => descriptor,
        IMethodSymbol method when FalseAlarms.CouldBeStatic.For(id) is { } descriptor && LockSymbols.IsLockedMethod(method) => descriptor,
        IParameterSymbol parameter when FalseAlarms.UnusedParameter.For(id) is { } descriptor && uses.IsPassed(parameter) => descriptor,
        IFieldSymbol or IPropertySymbol or IParameterSymbol when FalseAlarms.UnreadMember.For(id) is { } descriptor && uses.IsRead(symbol) => descriptor,
        _ => null,
    };
}
