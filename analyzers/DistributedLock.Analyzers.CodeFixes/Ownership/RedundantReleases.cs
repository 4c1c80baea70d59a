using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.CodeFixes.Ownership;

/// <summary>
/// The releases after which nothing else is done before the variable's block is left: its declaration does them from now on. Not one with a comment, which says
/// more than that, and not one before more work, which would then be done under the lock; releasing twice does no harm.
/// </summary>
internal static class RedundantReleases
{
    public static void Remove(SourceEdits edits, LocalDeclarationStatementSyntax declaration)
    {
        if (declaration.Parent is not BlockSyntax scope)
        {
            return;
        }

        var variable = declaration.Declaration.Variables[0].Identifier.ValueText;
        foreach (var release in scope.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<StatementSyntax>()
            .Where(statement => IsRelease(statement, variable) && !HasComment(statement) && LeavesAtOnce(statement, scope)))
        {
            edits.Replace(release.SyntaxTree, SpanOf(release, ((BlockSyntax)release.Parent!).Statements), string.Empty);
        }
    }

    private static bool IsRelease(StatementSyntax statement, string variable) => statement switch
    {
        ExpressionStatementSyntax { Expression: var expression } => IsRelease(expression, variable),
        IfStatementSyntax { Else: null } guarded => IsNotNull(guarded.Condition, variable)
            && IsRelease(guarded.Statement is BlockSyntax { Statements: { Count: 1 } only } ? only[0] : guarded.Statement, variable),
        _ => false,
    };

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

    // handle != null, handle is not null, handle is { }
    private static bool IsNotNull(ExpressionSyntax condition, string variable) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Left: IdentifierNameSyntax name } comparison =>
            name.Identifier.ValueText == variable && comparison.Right.IsKind(SyntaxKind.NullLiteralExpression),
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax name, Pattern: var pattern } => name.Identifier.ValueText == variable && pattern is
            UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } }
            or RecursivePatternSyntax { Type: null, Designation: null, PositionalPatternClause: null, PropertyPatternClause.Subpatterns.Count: 0 },
        _ => false,
    };

    private static bool HasComment(StatementSyntax statement) =>
        statement.DescendantTrivia().Any(static trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>Whether the scope is left behind a statement without anything else. A block that would be empty then is left alone.</summary>
    private static bool LeavesAtOnce(StatementSyntax statement, BlockSyntax scope)
    {
        if (statement.Parent is not BlockSyntax block || (block != scope && block.Statements.Count == 1))
        {
            return false;
        }

        var next = block.Statements.IndexOf(statement) + 1;
        return next == block.Statements.Count ? IsEnd(statement, scope) : Leaves(block.Statements[next], scope);
    }

    /// <summary>Whether a statement is the last one on its way through the scope.</summary>
    private static bool IsEnd(SyntaxNode statement, BlockSyntax scope) => statement.Parent switch
    {
        BlockSyntax block => block.Statements.Last() == statement && (block == scope || IsEnd(block, scope)),
        IfStatementSyntax or ElseClauseSyntax => IsEnd(statement.Parent, scope),
        _ => false,
    };

    /// <summary>Whether a statement jumps out of the scope and does nothing else. A jump out of a <c>try</c> may go by other code first.</summary>
    private static bool Leaves(StatementSyntax jump, BlockSyntax scope)
    {
        var inside = jump.Ancestors().TakeWhile(node => node != scope).ToList();
        return !inside.Any(static node => node is TryStatementSyntax) && jump switch
        {
            ReturnStatementSyntax { Expression: var value } => value is null || DoesNothing(value),
            ThrowStatementSyntax { Expression: { } exception } => DoesNothing(exception),
            BreakStatementSyntax => !inside.Any(static node => IsLoop(node) || node is SwitchStatementSyntax),
            ContinueStatementSyntax => !inside.Any(IsLoop),
            _ => false,
        };
    }

    private static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    private static bool DoesNothing(ExpressionSyntax value) =>
        !value.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax).Any(static node => node is InvocationExpressionSyntax or AwaitExpressionSyntax);

    /// <summary>The lines of a statement, and an empty line before or after that has nothing to separate any more.</summary>
    private static TextSpan SpanOf(StatementSyntax statement, SyntaxList<StatementSyntax> statements)
    {
        var index = statements.IndexOf(statement);
        if (index == statements.Count - 1)
        {
            return statement.FullSpan;
        }

        var next = statements[index + 1];
        var isSeparated = SourceLayout.StartsWithEmptyLine(next);
        return index == 0 && isSeparated ? TextSpan.FromBounds(statement.FullSpan.Start, SourceLayout.EndOfEmptyLines(next))
            : index == 0 || isSeparated || !SourceLayout.StartsWithEmptyLine(statement) ? statement.FullSpan
            : TextSpan.FromBounds(SourceLayout.EndOfEmptyLines(statement), statement.FullSpan.End);
    }
}
