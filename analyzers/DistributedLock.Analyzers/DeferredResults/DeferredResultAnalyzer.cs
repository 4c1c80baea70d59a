using System.Collections.Immutable;
using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.DeferredResults;

/// <summary>Reports queries that are returned from under a lock: by a core, or out of the <c>using</c> of a handle.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeferredResultAnalyzer : UsageAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(DeferredResultRules.EnumeratedLater);

    private protected override void Start(CompilationStartAnalysisContext context, LockSymbols symbols)
    {
        var locked = LockedMethods.Of(context.Compilation);
        var values = new DeferredValue(symbols);
        context.RegisterOperationAction(operation => Analyze(operation, symbols, locked, values), OperationKind.Return);
    }

    private static void Analyze(OperationAnalysisContext context, LockSymbols symbols, LockedMethods locked, DeferredValue values)
    {
        if (context.Operation is not IReturnOperation { ReturnedValue: { } returned })
        {
            return;
        }

        var function = Functions.RootOf(context.Operation) switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            ILocalFunctionOperation local => local.Symbol,
            _ => context.ContainingSymbol as IMethodSymbol,
        };
        if (function is null || !DeferredValue.CanHold(symbols.ResultOf(function.ReturnType)))
        {
            return;
        }

        var isUnderLock = HeldHandle.IsAround(context.Operation, symbols)
            || locked.WrapperOf(function, context.CancellationToken) is not null;
        if (isUnderLock && values.IsDeferred(returned, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(DeferredResultRules.EnumeratedLater, returned.Syntax.GetLocation(), context.ContainingSymbol.Name));
        }
    }
}
