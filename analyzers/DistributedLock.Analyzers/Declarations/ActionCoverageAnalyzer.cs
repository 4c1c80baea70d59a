using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>
/// Reports locked actions of an application that never installs the filter: nothing would run at its start that could notice. Silent in libraries, and where a
/// referenced assembly of the user's knows our package and may make the call.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ActionCoverageAnalyzer : DiagnosticAnalyzer
{
    private const string Package = "DistributedLock.AspNetCore";
    private const string Method = "AddDistributedLockEndpoints";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(DeclarationRules.ActionNotCovered);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.Options.OutputKind is OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule
                || start.Compilation.GetTypeByMetadataName(ControllerActions.Marker) is null)
            {
                return;
            }

            var actions = new ConcurrentQueue<IMethodSymbol>();
            var isInstalled = 0;
            start.RegisterSymbolAction(
                symbol =>
                {
                    if (symbol.Symbol is IMethodSymbol method && IsLockedAction(method))
                    {
                        actions.Enqueue(method);
                    }
                },
                SymbolKind.Method);
            start.RegisterOperationAction(
                operation =>
                {
                    if (((IInvocationOperation)operation.Operation).TargetMethod.Name == Method)
                    {
                        Interlocked.Exchange(ref isInstalled, 1);
                    }
                },
                OperationKind.Invocation);
            start.RegisterCompilationEndAction(end =>
            {
                if (Volatile.Read(ref isInstalled) == 0 && !actions.IsEmpty && !MayBeInstalledElsewhere(end.Compilation))
                {
                    Report(actions, end);
                }
            });
        });
    }

    private static bool IsLockedAction(IMethodSymbol method) =>
        ControllerActions.IsAction(method) && method.GetAttributes().Any(static attribute => attribute.AttributeClass.IsLockAttribute());

    private static bool MayBeInstalledElsewhere(Compilation compilation) => compilation.SourceModule.ReferencedAssemblySymbols
        .Any(static assembly => assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name == Package)));

    private static void Report(IEnumerable<IMethodSymbol> actions, CompilationAnalysisContext context)
    {
        foreach (var action in actions.OrderBy(static action => action.ToDisplayString(), StringComparer.Ordinal))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DeclarationRules.ActionNotCovered,
                ProblemLocation.Of(ProblemTarget.Identifier(action), context.CancellationToken),
                action.Name,
                $"nothing in this application installs the filter that takes its lock: call builder.Services.{Method}()"));
        }
    }
}
