using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Symbols;

/// <summary>The function that an operation belongs to: a method, a lambda or a local function, each without those inside of it.</summary>
internal static class Functions
{
    /// <summary>The nearest lambda or local function around an operation, else the body of the member.</summary>
    public static IOperation RootOf(IOperation operation)
    {
        var root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
            if (IsFunction(root))
            {
                break;
            }
        }

        return root;
    }

    /// <summary>What runs as a part of this function, in the order of the text.</summary>
    public static IEnumerable<IOperation> OwnOperations(IOperation root)
    {
        var pending = new Stack<IOperation>(root.ChildOperations.Reverse());
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            yield return operation;
            if (!IsFunction(operation))
            {
                foreach (var child in operation.ChildOperations.Reverse())
                {
                    pending.Push(child);
                }
            }
        }
    }

    /// <summary>Whether the code of a method runs only when its result is enumerated. Unknown (no) for methods of other assemblies.</summary>
    public static bool IsIterator(IMethodSymbol method, CancellationToken cancellationToken) => method.DeclaringSyntaxReferences.Any(reference =>
    {
        var declaration = reference.GetSyntax(cancellationToken);
        return declaration
            .DescendantNodes(node => node == declaration || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(static node => node is YieldStatementSyntax);
    });

    private static bool IsFunction(IOperation operation) => operation is IAnonymousFunctionOperation or ILocalFunctionOperation;
}
