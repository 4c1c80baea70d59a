using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Awaiting;

/// <summary>Writes <c>await using</c>.</summary>
internal static class AwaitUsing
{
    /// <summary>The statement with <c>await</c> before its <c>using</c>.</summary>
    public static StatementSyntax Of(StatementSyntax statement) => statement switch
    {
        UsingStatementSyntax { AwaitKeyword.RawKind: 0 } block => block
            .WithUsingKeyword(block.UsingKeyword.WithLeadingTrivia())
            .WithAwaitKeyword(Before(block.UsingKeyword)),
        LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: 0, UsingKeyword.RawKind: not 0 } local => local
            .WithUsingKeyword(local.UsingKeyword.WithLeadingTrivia())
            .WithAwaitKeyword(Before(local.UsingKeyword)),
        _ => statement,
    };

    private static SyntaxToken Before(SyntaxToken keyword) =>
        SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithLeadingTrivia(keyword.LeadingTrivia).WithTrailingTrivia(SyntaxFactory.Space);
}
