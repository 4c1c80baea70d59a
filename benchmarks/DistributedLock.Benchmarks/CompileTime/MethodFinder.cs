using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Benchmarks.CompileTime;

/// <summary>
/// A generator that finds the locked methods and writes nothing: what the compiler takes to hand them to any generator, which is their symbols, their types with all members and their attributes.
/// </summary>
internal sealed class MethodFinder : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var methods = context.SyntaxProvider.ForAttributeWithMetadataName(
            "DistributedLock.DistributedLockAttribute",
            static (node, _) => node is MethodDeclarationSyntax,
            static (attributed, _) => attributed.TargetSymbol.Name);
        context.RegisterSourceOutput(methods, static (_, _) => { });
    }
}
