using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Puts an assignment into a constructor.</summary>
internal static class ConstructorAssignment
{
    public static void Insert(SourceEdits edits, ConstructorDeclarationSyntax constructor, string assignment)
    {
        if (constructor.Body is { } body)
        {
            AssignIn(edits, body, assignment);
        }
        else if (constructor.ExpressionBody is { } expression)
        {
            AssignBeside(edits, constructor, expression, assignment);
        }
    }

    private static void AssignIn(SourceEdits edits, BlockSyntax body, string assignment)
    {
        var tree = body.SyntaxTree;
        var close = body.CloseBraceToken.SpanStart;
        if (!SourceLayout.IsFirstInLine(tree, close))
        {
            edits.Insert(tree, body.OpenBraceToken.Span.End, " " + assignment);
            return;
        }

        // At the end, as one would write it; but not behind a way out.
        var outer = SourceLayout.IndentationAt(tree, close);
        var unit = body.Statements.Count > 0 && SourceLayout.IsFirstInLine(tree, body.Statements[0].SpanStart)
            ? SourceLayout.IndentationUnit(body, body.Statements[0])
            : SourceLayout.IndentationUnit(body, inner: null);
        if (CanEndEarly(body))
        {
            edits.Insert(tree, body.OpenBraceToken.Span.End, $"\n{outer}{unit}{assignment}");
        }
        else
        {
            edits.Insert(tree, close, $"{unit}{assignment}\n{outer}");
        }
    }

    private static void AssignBeside(SourceEdits edits, ConstructorDeclarationSyntax constructor, ArrowExpressionClauseSyntax expression, string assignment)
    {
        var tree = constructor.SyntaxTree;
        var indentation = SourceLayout.IndentationAt(tree, constructor.SpanStart);
        var inner = indentation + SourceLayout.IndentationUnit(constructor.Parent!, constructor);
        var before = expression.ArrowToken.GetPreviousToken();
        var start = before.TrailingTrivia.All(static trivia => trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia) && expression.ArrowToken.LeadingTrivia.All(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            ? before.Span.End
            : expression.ArrowToken.SpanStart;
        var arrowEnd = Math.Max(expression.ArrowToken.Span.End, SourceLayout.EndWithSpace(expression.ArrowToken));
        edits.Replace(tree, TextSpan.FromBounds(start, arrowEnd), $"\n{indentation}{{\n{inner}");
        edits.Insert(tree, constructor.SemicolonToken.Span.End, $"\n{inner}{assignment}\n{indentation}}}");
    }

    private static bool CanEndEarly(BlockSyntax body) =>
        body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is ReturnStatementSyntax);
}
