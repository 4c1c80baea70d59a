using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Ownership;

/// <summary>Writes a statement that acquires anew, as a declaration that holds the handle.</summary>
internal static class HoldingDeclaration
{
    /// <param name="statement">A declaration, a discard, or the acquire alone.</param>
    /// <param name="keyword"><c>await using</c> or <c>using</c>.</param>
    /// <param name="names">For a variable where there is none.</param>
    public static StatementSyntax Of(StatementSyntax statement, string keyword, FreeNames names)
    {
        var declaration = statement is LocalDeclarationStatementSyntax local ? local.WithoutLeadingTrivia() : Declaration((ExpressionStatementSyntax)statement, names);
        var space = SyntaxFactory.Space;
        declaration = declaration.WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(space));
        if (keyword != "using")
        {
            declaration = declaration.WithAwaitKeyword(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(space));
        }

        return declaration.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(statement.GetTrailingTrivia());
    }

    /// <summary>
    /// The release that ends the block of a declaration: the declaration does it from now on. Not one with a comment, which says more than that; releasing
    /// twice does no harm.
    /// </summary>
    public static StatementSyntax? LastRelease(StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax { Declaration.Variables: var variables, Parent: BlockSyntax { Statements: var statements } }
        && statements[statements.Count - 1] is ExpressionStatementSyntax last
        && IsRelease(last.Expression, variables[0].Identifier.ValueText)
        && last.GetLeadingTrivia().Concat(last.GetTrailingTrivia()).All(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            ? last
            : null;

    private static LocalDeclarationStatementSyntax Declaration(ExpressionStatementSyntax statement, FreeNames names)
    {
        var value = statement.Expression is AssignmentExpressionSyntax assignment ? assignment.Right : statement.Expression;
        var declaration = (LocalDeclarationStatementSyntax)SyntaxFactory.ParseStatement($"var {names.Near(statement, "handle")} = value;");
        var initializer = declaration.Declaration.Variables[0].Initializer!;
        return declaration
            .ReplaceNode(initializer.Value, value.WithoutLeadingTrivia())
            .WithSemicolonToken(statement.SemicolonToken);
    }

    // handle.Dispose(); handle?.Dispose(); await handle.DisposeAsync(); await handle.DisposeAsync().ConfigureAwait(false);
    private static bool IsRelease(ExpressionSyntax expression, string variable) => expression switch
    {
        AwaitExpressionSyntax awaited => IsRelease(awaited.Expression, variable),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } configured } =>
            IsRelease(configured.Expression, variable),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } access } =>
            name.Identifier.ValueText == variable && access.Name.Identifier.ValueText is "Dispose" or "DisposeAsync",
        ConditionalAccessExpressionSyntax
        {
            Expression: IdentifierNameSyntax name,
            WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" } },
        } => name.Identifier.ValueText == variable,
        _ => false,
    };
}
