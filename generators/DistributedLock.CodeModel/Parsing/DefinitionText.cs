using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>The definition that a message tells to write for a part with a body.</summary>
internal static class DefinitionText
{
    public static string Of(MethodDeclarationSyntax part) => part
        .WithAttributeLists(default)
        .WithModifiers(SyntaxFactory.TokenList(part.Modifiers.Where(static modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword))))
        .WithBody(null)
        .WithExpressionBody(null)
        .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
        .NormalizeWhitespace(indentation: string.Empty, eol: " ")
        .ToString();
}
