using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.DeferredResults;

/// <summary>Whether an operation stands inside the <c>using</c> of a handle, in the same function.</summary>
internal static class HeldHandle
{
    public static bool IsAround(IOperation operation, LockSymbols symbols)
    {
        var handles = symbols.HandleTypesIn(operation.Syntax.SyntaxTree);
        for (var inner = operation; inner.Parent is { } outer; inner = outer)
        {
            if (outer is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return false;
            }

            var isHeld = outer switch
            {
                IUsingOperation statement => inner != statement.Resources && IsHandle(statement.Resources, handles),
                IBlockOperation block => block.Operations.TakeWhile(earlier => earlier != inner).OfType<IUsingDeclarationOperation>()
                    .Any(declaration => IsHandle(declaration.DeclarationGroup, handles)),
                _ => false,
            };
            if (isHeld)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHandle(IOperation resource, HandleTypes handles) => resource is IVariableDeclarationGroupOperation group
        ? group.Declarations.Any(declaration => declaration.Declarators.Any(declarator => handles.IsHandle(declarator.Symbol.Type)))
        : handles.IsHandle(resource.Type);
}
