using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Holding;

/// <summary>The one token that the functions around a place were given.</summary>
internal static class TokenInReach
{
    /// <returns><see langword="null"/> where there is none, or more than one.</returns>
    public static ExpressionSyntax? At(SyntaxNode place, SemanticModel model)
    {
        var isStatic = place.Ancestors().Any(static node =>
            (node is AnonymousFunctionExpressionSyntax function && function.Modifiers.Any(SyntaxKind.StaticKeyword))
            || (node is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.StaticKeyword)));
        var tokens = isStatic ? [] : model.LookupSymbols(place.SpanStart)
            .OfType<IParameterSymbol>()
            .Where(static parameter => parameter.RefKind == RefKind.None
                && parameter.Type is { Name: "CancellationToken" } type
                && type.ContainingNamespace?.ToDisplayString() == "System.Threading")
            .ToList();
        return tokens.Count != 1 ? null
            : SyntaxFactory.ParseExpression(SyntaxFacts.GetKeywordKind(tokens[0].Name) == SyntaxKind.None ? tokens[0].Name : "@" + tokens[0].Name);
    }
}
