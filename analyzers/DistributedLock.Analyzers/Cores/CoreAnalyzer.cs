using System.Collections.Immutable;
using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Cores;

/// <summary>Reports calls that run a core method without its lock, and core methods that cannot notice the loss of it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CoreAnalyzer : UsageAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(CoreRules.CalledDirectly, CoreRules.WithoutToken);

    private protected override void Start(CompilationStartAnalysisContext context, LockSymbols symbols)
    {
        var locked = LockedMethods.Of(context.Compilation);
        context.RegisterOperationAction(new DirectCalls(symbols, locked).Analyze, OperationKind.Invocation, OperationKind.MethodReference);
        context.RegisterOperationBlockAction(new CoreTokens(symbols, locked).Analyze);
    }
}
