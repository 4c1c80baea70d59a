using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Awaiting;

/// <summary>The method, local function or lambda around a place, and whether <c>await</c> may stand in it.</summary>
internal sealed class AsyncFunction
{
    private readonly SyntaxNode? _node;

    private AsyncFunction(SyntaxNode? node, bool isAsync, bool hasResult)
    {
        _node = node;
        IsAsync = isAsync;
        HasResult = hasResult;
    }

    /// <summary>Whether <c>await</c> may stand in it as it is.</summary>
    public bool IsAsync { get; }

    private bool HasResult { get; }

    /// <summary>The function around a place in which <c>await</c> is possible, or can be made so without a change for its callers; else <see langword="null"/>.</summary>
    public static AsyncFunction? Around(SyntaxNode place, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var node = place; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case LockStatementSyntax or UnsafeStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax or AttributeSyntax:
                    return null;
                case AnonymousFunctionExpressionSyntax lambda:
                    return Of(lambda, model.GetSymbolInfo(lambda, cancellationToken).Symbol as IMethodSymbol, model, cancellationToken);
                case LocalFunctionStatementSyntax local:
                    return Of(local, model.GetDeclaredSymbol(local, cancellationToken) as IMethodSymbol, model, cancellationToken);
                case MethodDeclarationSyntax method:
                    return Of(method, model.GetDeclaredSymbol(method, cancellationToken), model, cancellationToken);
                case GlobalStatementSyntax:
                    return new AsyncFunction(null, isAsync: true, hasResult: false);
                case MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Puts new nodes into the function and, where it is not async, makes it so.</summary>
    public SyntaxNode Rewrite(SyntaxNode root, SyntaxNode old, SyntaxNode replacement)
    {
        if (IsAsync || _node is null)
        {
            return root.ReplaceNode(old, replacement);
        }

        var mark = new SyntaxAnnotation();
        var marked = root.ReplaceNode(_node, _node.ReplaceNode(old, replacement).WithAdditionalAnnotations(mark));
        var function = marked.GetAnnotatedNodes(mark).Single();
        return marked.ReplaceNode(function, MadeAsync(function));
    }

    /// <summary>Makes the function async; the tasks that it returned are awaited.</summary>
    public SyntaxNode? MakeAsync(SyntaxNode root) => IsAsync || _node is null ? null : root.ReplaceNode(_node, MadeAsync(_node));

    private static AsyncFunction? Of(SyntaxNode node, IMethodSymbol? symbol, SemanticModel model, CancellationToken cancellationToken)
    {
        if (symbol is null || node.AncestorsAndSelf().Any(static ancestor => ancestor is MemberDeclarationSyntax member && member.Modifiers.Any(SyntaxKind.UnsafeKeyword)))
        {
            return null;
        }

        if (symbol.IsAsync)
        {
            return new AsyncFunction(node, isAsync: true, hasResult: false);
        }

        var result = symbol.ReturnType as INamedTypeSymbol;
        var isTask = result is { Name: "Task" or "ValueTask", ContainingNamespace: var container } && container.ToDisplayString() == "System.Threading.Tasks";
        return isTask && symbol.RefKind == RefKind.None && symbol.Parameters.All(static parameter => parameter.RefKind == RefKind.None && !parameter.Type.IsRefLikeType)
            && !IsIterator(node) && !ReturnsInsideLock(node) && !ReturnsTargetTyped(node) && !KeepsReferences(node, model, cancellationToken)
            ? new AsyncFunction(node, isAsync: false, result!.Arity == 1)
            : null;
    }

    private static bool IsIterator(SyntaxNode node) => node.DescendantNodes().Any(static descendant => descendant is YieldStatementSyntax);

    private static bool ReturnsInsideLock(SyntaxNode node) =>
        node.DescendantNodes().OfType<LockStatementSyntax>().Any(static statement => statement.DescendantNodes().Any(static descendant => descendant is ReturnStatementSyntax));

    // `return new(5);` has its type from the function, and `await` would take it away.
    private static bool ReturnsTargetTyped(SyntaxNode node) => OwnNodes(node).Any(descendant => descendant switch
    {
        ReturnStatementSyntax { Expression: { } returned } => IsTargetTyped(returned),
        ArrowExpressionClauseSyntax arrow => arrow.Parent == node && IsTargetTyped(arrow.Expression),
        _ => false,
    }) || (node is LambdaExpressionSyntax { ExpressionBody: { } body } && IsTargetTyped(body));

    private static bool IsTargetTyped(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => IsTargetTyped(inner.Expression) || inner.Expression.IsKind(SyntaxKind.DefaultLiteralExpression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppression => IsTargetTyped(suppression.Operand),
        _ => expression is ImplicitObjectCreationExpressionSyntax || expression.IsKind(SyntaxKind.NullLiteralExpression),
    };

    // A span or a reference does not live across an `await`, and before C# 13 it may not be in an async function at all.
    private static bool KeepsReferences(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) => OwnNodes(node).Any(descendant =>
        descendant is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax
        && model.GetDeclaredSymbol(descendant, cancellationToken) is ILocalSymbol local
        && (local.IsRef || local.Type.IsRefLikeType));

    private static IEnumerable<SyntaxNode> OwnNodes(SyntaxNode node) =>
        node.DescendantNodes(inner => inner == node || inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    private SyntaxNode MadeAsync(SyntaxNode function) => WithModifier(new ReturnedTasks(function, HasResult).Visit(function)!);

    private static SyntaxNode WithModifier(SyntaxNode function)
    {
        var async = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        switch (function)
        {
            case MethodDeclarationSyntax { Modifiers.Count: 0 } method:
                return method.WithReturnType(method.ReturnType.WithoutLeadingTrivia())
                    .AddModifiers(async.WithLeadingTrivia(method.ReturnType.GetLeadingTrivia()));
            case MethodDeclarationSyntax method:
                return method.WithModifiers(Added(method.Modifiers, async));
            case LocalFunctionStatementSyntax { Modifiers.Count: 0 } local:
                return local.WithReturnType(local.ReturnType.WithoutLeadingTrivia())
                    .AddModifiers(async.WithLeadingTrivia(local.ReturnType.GetLeadingTrivia()));
            case LocalFunctionStatementSyntax local:
                return local.WithModifiers(Added(local.Modifiers, async));
            case AnonymousFunctionExpressionSyntax lambda:
                var trivia = lambda.GetLeadingTrivia();
                return lambda.WithoutLeadingTrivia() is AnonymousFunctionExpressionSyntax bare
                    ? bare.WithModifiers(bare.Modifiers.Add(async)).WithLeadingTrivia(trivia)
                    : lambda;
            default:
                return function;
        }
    }

    // `partial` must stand last.
    private static SyntaxTokenList Added(SyntaxTokenList modifiers, SyntaxToken async) =>
        modifiers.IndexOf(SyntaxKind.PartialKeyword) is >= 0 and var partial && partial > 0 ? modifiers.Insert(partial, async) : modifiers.Add(async);
}
