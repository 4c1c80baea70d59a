using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Awaiting;

/// <summary>What the rules about awaiting and holding have in common: they look at one member at a time, and only where a handle type is in sight.</summary>
public abstract class MemberBodyAnalyzer : DiagnosticAnalyzer
{
    // Not assembly-wide state: instances are shared between compilations, so what belongs to one travels in closures.
    private protected MemberBodyAnalyzer()
    {
    }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var symbols = LockSymbols.Of(start.Compilation, start.Options);
            if (!symbols.HasRuntime && !start.Compilation.SyntaxTrees.Any(tree => symbols.HandleTypesIn(tree).Any))
            {
                return;
            }

            var lockedMethods = LockedMethods.Of(start.Compilation);
            start.RegisterOperationBlockStartAction(block =>
            {
                var handles = symbols.HandleTypesIn(block.OperationBlocks[0].Syntax.SyntaxTree);
                if (handles.Any)
                {
                    Register(block, new MemberBody(block.OwningSymbol, block.OperationBlocks, symbols, handles, lockedMethods));
                }
            });
        });
    }

    private protected abstract void Register(OperationBlockStartAnalysisContext context, MemberBody body);
}
