using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Holding;

/// <summary>Calls that have run the delegates they were given when they return.</summary>
internal static class LockstepCalls
{
    public static bool RunTheirDelegates(IMethodSymbol method) => method.Name switch
    {
        "ForEach" => method.ContainingType.Is("System.Collections.Generic", "List", 1) || method.ContainingType.Is("System", "Array", 0) || IsParallel(method),
        "For" or "Invoke" => IsParallel(method),
        _ => false,
    };

    private static bool IsParallel(IMethodSymbol method) => method.ContainingType.Is("System.Threading.Tasks", "Parallel", 0);
}
