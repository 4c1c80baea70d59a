using System.Collections.Immutable;
using DistributedLock.Analyzers.Rules;
using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>
/// Follows each handle from the call that gives it through the flow graph of the function it is in: is it released, or passed on, on every path
/// (DLK0102); does anybody ask whether there is one (DLK0109)? Nothing is followed out of the function.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandleOwnershipAnalyzer : UsageAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(OwnershipRules.NotReleased, OwnershipRules.ResultNotChecked);

    private protected override bool IsForListedHandles => true;

    private protected override void Start(CompilationStartAnalysisContext context, LockSymbols symbols) =>
        context.RegisterOperationAction(operation => Check(operation, symbols), OperationKind.Invocation);

    private static void Check(OperationAnalysisContext context, LockSymbols symbols)
    {
        var call = (IInvocationOperation)context.Operation;
        var handles = symbols.HandleTypesIn(call.Syntax.SyntaxTree);
        if (AcquiredHandle.Of(call, symbols, handles) is not { } acquired)
        {
            return;
        }

        var function = EnclosingFunction.Of(acquired.Value);
        if (HandleReceiver.IsExpectedToThrow(function) || function.Graph(context) is not { } graph)
        {
            return;
        }

        var captures = new Captures(function, symbols, handles, context.CancellationToken);
        if (new LeakPaths(graph, acquired, Reader(out var ofLeaks), ofLeaks, symbols, handles, context.CancellationToken).Find() is { } leak
            && !(leak.Kind == LeakKind.NotOnException && TestMethod.Is(context.ContainingSymbol)))
        {
            ReportLeak(context, acquired, function, leak, symbols);
        }

        if (acquired.MayBeNull(symbols))
        {
            if (UncheckedUsing.Is(acquired, function))
            {
                ReportUnchecked(context, acquired, call.Syntax, "the code in this using runs all the same");
            }
            else if (new UncheckedPaths(graph, Reader(out var ofUses), ofUses, symbols, handles, context.CancellationToken).Find() is { } use)
            {
                ReportUnchecked(context, acquired, use, "here it is used as if the lock were taken");
            }
        }

        HandleReader Reader(out VariableTable variables) => new(
            acquired,
            variables = new VariableTable(graph),
            variable => function.Owns(variable, context.ContainingSymbol) && !captures.Escapes(variable),
            symbols,
            handles);
    }

    private static void ReportLeak(OperationAnalysisContext context, AcquiredHandle acquired, EnclosingFunction function, Leak leak, LockSymbols symbols)
    {
        var how = leak.Kind switch
        {
            LeakKind.ThrownAway => "nothing keeps its handle",
            LeakKind.KeptByNobody => $"'{leak.Member!.Name}' keeps its handle, and '{leak.Member.ContainingType.Name}' neither is disposable nor releases it",
            LeakKind.Overwritten => "the variable is given another value before its handle is released",
            LeakKind.NeverReleased => "its handle is never released",
            LeakKind.NotOnEveryPath => "some path leaves the method without releasing its handle",
            _ => "an exception leaves the method without releasing its handle",
        };
        var holding = Holding.Of(acquired, function, symbols);
        var advice = leak.Kind == LeakKind.KeptByNobody
            ? "implement IAsyncDisposable, and release it there"
            : $"hold it in '{holding.Keyword}', or give it to somebody who releases it";
        var properties = holding.CanBeWritten ? ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Holding, holding.Keyword) : null;
        context.ReportDiagnostic(Diagnostic.Create(OwnershipRules.NotReleased, acquired.Call.Syntax.GetLocation(), properties, acquired.MethodName, how, advice));
    }

    private static void ReportUnchecked(OperationAnalysisContext context, AcquiredHandle acquired, SyntaxNode place, string why) =>
        context.ReportDiagnostic(Diagnostic.Create(OwnershipRules.ResultNotChecked, place.GetLocation(), acquired.MethodName, why));
}
