using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>
/// Finds a <c>using</c> whose body runs whether or not the lock was taken: it holds the result of a try, and nothing ever looks at it.
/// </summary>
internal static class UncheckedUsing
{
    public static bool Is(AcquiredHandle acquired, EnclosingFunction function)
    {
        var value = acquired.Value;
        while (value.Parent is IConversionOperation conversion)
        {
            value = conversion;
        }

        return value.Parent switch
        {
            IUsingOperation statement when statement.Resources == value => HasWork(statement),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => Holds(declarator) && !IsLookedAt(declarator.Symbol, function),
            ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IUsingOperation statement } => HasWork(statement),
            _ => false,
        };
    }

    private static bool Holds(IVariableDeclaratorOperation declarator)
    {
        for (IOperation? outer = declarator; outer is not null; outer = outer.Parent)
        {
            switch (outer)
            {
                case IUsingDeclarationOperation declaration:
                    return declaration.Syntax.Parent is GlobalStatementSyntax || IsFollowed(declaration.Syntax);
                case IUsingOperation statement:
                    return HasWork(statement);
                case IBlockOperation:
                    return false;
            }
        }

        return false;
    }

    private static bool IsFollowed(SyntaxNode declaration) =>
        declaration.Parent is BlockSyntax { Statements: var statements } && statements[statements.Count - 1] != declaration;

    private static bool HasWork(IUsingOperation statement) =>
        statement.Body is not (IBlockOperation { Operations.IsEmpty: true } or IEmptyOperation) && !statement.Body.Syntax.IsKind(SyntaxKind.EmptyStatement);

    private static bool IsLookedAt(ILocalSymbol handle, EnclosingFunction function) => function.Operation.Descendants().Any(
        operation => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, handle));
}
