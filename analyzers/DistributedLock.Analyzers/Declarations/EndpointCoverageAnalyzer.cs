using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>
/// Reports locked actions and endpoints of an application that never registers what locks them: nothing would run at its start that could notice. Silent in libraries, and
/// where a referenced assembly of the user's knows our package and may make the call.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EndpointCoverageAnalyzer : DiagnosticAnalyzer
{
    private const string Package = "DistributedLock.AspNetCore";
    private const string Method = "AddDistributedLockEndpoints";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(DeclarationRules.EndpointNotCovered);

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

            var locked = new ConcurrentQueue<(string Name, Location Place)>();
            var isInstalled = 0;
            start.RegisterSymbolAction(
                symbol =>
                {
                    if (symbol.Symbol is IMethodSymbol method && IsLockedAction(method))
                    {
                        locked.Enqueue((method.Name, ProblemLocation.Of(ProblemTarget.Identifier(method), symbol.CancellationToken)));
                    }
                },
                SymbolKind.Method);
            start.RegisterOperationAction(
                operation =>
                {
                    var call = (IInvocationOperation)operation.Operation;
                    if (call.TargetMethod.Name == Method)
                    {
                        Interlocked.Exchange(ref isInstalled, 1);
                    }
                    else if (EndpointTemplateAnalyzer.IsDeclaration(call))
                    {
                        locked.Enqueue((EndpointTemplateAnalyzer.TemplateOf(call) ?? "endpoint", Place(call.Syntax)));
                    }
                },
                OperationKind.Invocation);
            start.RegisterCompilationEndAction(end =>
            {
                if (Volatile.Read(ref isInstalled) == 0 && !locked.IsEmpty && !MayBeInstalledElsewhere(end.Compilation))
                {
                    Report(locked, end);
                }
            });
        });
    }

    private static bool IsLockedAction(IMethodSymbol method) =>
        ControllerActions.IsAction(method) && method.GetAttributes().Any(static attribute => attribute.AttributeClass.IsLockAttribute());

    private static bool MayBeInstalledElsewhere(Compilation compilation) => compilation.SourceModule.ReferencedAssemblySymbols
        .Any(static assembly => assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name == Package)));

    private static Location Place(SyntaxNode call) => call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } } ? name.GetLocation() : call.GetLocation();

    private static void Report(IEnumerable<(string Name, Location Place)> locked, CompilationAnalysisContext context)
    {
        foreach (var (name, place) in locked)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DeclarationRules.EndpointNotCovered, place, name, $"nothing in this application registers what takes its lock: call builder.Services.{Method}()"));
        }
    }
}
