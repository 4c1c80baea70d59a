using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.Symbols;

/// <summary>Methods that only hand out the handle that a field or property of their object keeps: <c>Held() => _held ?? throw ...</c>.</summary>
internal static class LentHandle
{
    /// <summary>Whether the source of a method is in sight, and everything that it returns is kept by its own type.</summary>
    public static bool IsGivenBy(IMethodSymbol method)
    {
        var sources = method.OriginalDefinition.DeclaringSyntaxReferences;
        if (sources.Length != 1 || sources[0].GetSyntax() is not MethodDeclarationSyntax declaration)
        {
            return false;
        }

        if (declaration.ExpressionBody is { } body)
        {
            return IsKept(body.Expression, method.ContainingType);
        }

        var returned = declaration.Body?.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>()
            .Select(static statement => statement.Expression)
            .ToList();
        return returned is { Count: > 0 } && returned.All(expression => IsKept(expression, method.ContainingType));
    }

    private static bool IsKept(ExpressionSyntax? expression, INamedTypeSymbol type) => expression switch
    {
        ParenthesizedExpressionSyntax inner => IsKept(inner.Expression, type),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner => IsKept(inner.Operand, type),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax } inner => IsKept(inner.Left, type),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member => IsOf(type, member.Name),
        IdentifierNameSyntax name => IsOf(type, name),
        _ => false,
    };

    private static bool IsOf(INamedTypeSymbol type, SimpleNameSyntax name) =>
        type.GetMembers(name.Identifier.ValueText).Any(static member => member is IFieldSymbol or IPropertySymbol);
}
