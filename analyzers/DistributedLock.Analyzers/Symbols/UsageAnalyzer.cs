using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Symbols;

/// <summary>What the rules about usage have in common: they look at code that somebody wrote, and only where a handle type is in sight.</summary>
public abstract class UsageAnalyzer : DiagnosticAnalyzer
{
    // No state: instances are shared between compilations, so what belongs to one travels in closures.
    private protected UsageAnalyzer()
    {
    }

    /// <summary>Whether the handles of other libraries, listed in an <c>.editorconfig</c>, are reason enough to look.</summary>
    private protected virtual bool IsForListedHandles => false;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var symbols = LockSymbols.Of(start.Compilation, start.Options);
            if (symbols.HasRuntime || (IsForListedHandles && start.Compilation.SyntaxTrees.Any(tree => symbols.HandleTypesIn(tree).Any)))
            {
                Start(start, symbols);
            }
        });
    }

    /// <summary>Registers what is to be done for one compilation.</summary>
    private protected abstract void Start(CompilationStartAnalysisContext context, LockSymbols symbols);
}
