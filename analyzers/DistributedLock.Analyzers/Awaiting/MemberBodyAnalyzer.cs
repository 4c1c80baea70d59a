using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Awaiting;

/// <summary>What the rules about awaiting and holding have in common: they look at one member at a time, and only where a handle type is in sight.</summary>
public abstract class MemberBodyAnalyzer : UsageAnalyzer
{
    private protected MemberBodyAnalyzer()
    {
    }

    private protected sealed override bool IsForListedHandles => true;

    private protected sealed override void Start(CompilationStartAnalysisContext context, LockSymbols symbols)
    {
        var lockedMethods = LockedMethods.Of(context.Compilation);
        context.RegisterOperationBlockStartAction(block =>
        {
            var handles = symbols.HandleTypesIn(block.OperationBlocks[0].Syntax.SyntaxTree);
            if (handles.Any)
            {
                Register(block, new MemberBody(block.OwningSymbol, block.OperationBlocks, symbols, handles, lockedMethods));
            }
        });
    }

    private protected abstract void Register(OperationBlockStartAnalysisContext context, MemberBody body);
}
