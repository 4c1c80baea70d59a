using System.Collections.Immutable;
using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Cores;

/// <summary>Reports calls that run a core method without its lock, and core methods that cannot notice the loss of it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CoreAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(CoreRules.CalledDirectly, CoreRules.WithoutToken);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var symbols = LockSymbols.Of(start.Compilation, start.Options);
            if (!symbols.HasRuntime)
            {
                return;
            }

            var locked = LockedMethods.Of(start.Compilation);
            var calls = new DirectCalls(symbols, locked);
            var tokens = new CoreTokens(symbols, locked);
            start.RegisterOperationAction(calls.Analyze, OperationKind.Invocation, OperationKind.MethodReference);
            start.RegisterOperationBlockAction(tokens.Analyze);
        });
    }
}
