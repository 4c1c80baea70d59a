using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>How a handle is best held where it is acquired, and whether a machine can write it so.</summary>
internal sealed class Holding
{
    private Holding(string keyword, bool canBeWritten)
    {
        Keyword = keyword;
        CanBeWritten = canBeWritten;
    }

    /// <summary><c>await using</c>, or <c>using</c> where nothing can be awaited.</summary>
    public string Keyword { get; }

    public bool CanBeWritten { get; }

    public static Holding Of(AcquiredHandle acquired, EnclosingFunction function, LockSymbols symbols)
    {
        var type = acquired.Value.Type;
        var isDisposable = Implements(type, symbols.Disposable);
        var isAsync = Implements(type, symbols.AsyncDisposable) && (CanAwait(acquired.Value.Syntax) || !isDisposable);
        var statement = acquired.Value.Syntax.FirstAncestorOrSelf<StatementSyntax>();
        var canBeWritten = (isDisposable || (isAsync && CanAwait(acquired.Value.Syntax)))
            && statement?.Parent is BlockSyntax or GlobalStatementSyntax
            && IsWhole(acquired.Value, statement!, function);
        return new Holding(isAsync ? "await using" : "using", canBeWritten);
    }

    private static bool Implements(ITypeSymbol? type, INamedTypeSymbol? expected) =>
        type is not null && expected is not null
        && (SymbolEqualityComparer.Default.Equals(type, expected) || type.AllInterfaces.Contains(expected, SymbolEqualityComparer.Default));

    private static bool CanAwait(SyntaxNode node)
    {
        for (var current = node.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax local:
                    return local.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case LockStatementSyntax:
                    return false;
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax or AccessorDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    // var handle = <acquire>; with a variable that keeps it, or the acquire alone: _ = <acquire>; <acquire>;
    private static bool IsWhole(IOperation value, StatementSyntax statement, EnclosingFunction function)
    {
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IExpressionStatementOperation alone => alone.Syntax == statement,
            ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation discarded } => discarded.Syntax == statement,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => statement is LocalDeclarationStatementSyntax
                {
                    UsingKeyword.RawKind: 0,
                    Declaration.Variables.Count: 1,
                }
                && Keeps(declarator.Symbol, function),
            _ => false,
        };
    }

    // What a using declares can be neither assigned nor passed by reference; and what is given away on some path must not be released there.
    private static bool Keeps(ILocalSymbol variable, EnclosingFunction function)
    {
        foreach (var reference in function.Operation.Descendants().OfType<ILocalReferenceOperation>())
        {
            if (SymbolEqualityComparer.Default.Equals(reference.Local, variable)
                && reference.Parent is IAssignmentOperation or IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } or IReturnOperation
                    or IVariableInitializerOperation or ITupleOperation or IConversionOperation { Parent: IReturnOperation or IAssignmentOperation or IVariableInitializerOperation })
            {
                return false;
            }
        }

        return true;
    }
}
