using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.CodeFixes.Editing;

/// <summary>How a file is laid out, so that what is added looks like what is there.</summary>
internal static class SourceLayout
{
    /// <summary>A text with the line breaks of the place it goes to.</summary>
    public static string WithLineBreaksAt(SyntaxTree tree, int position, string text)
    {
        var plain = text.Replace("\r\n", "\n");
        if (plain.IndexOf('\n') < 0)
        {
            return plain;
        }

        var lines = tree.GetText().Lines;
        var number = lines.IndexOf(position);
        var line = lines[number == lines.Count - 1 && number > 0 ? number - 1 : number];
        return line.EndIncludingLineBreak - line.End == 2 ? plain.Replace("\n", "\r\n") : plain;
    }

    /// <summary>The white space before the first token of the line in which a position lies.</summary>
    public static string IndentationAt(SyntaxTree tree, int position)
    {
        var text = tree.GetText();
        var line = text.Lines.GetLineFromPosition(position).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>What one more level of indentation adds inside a node: seen at its first child, else four spaces.</summary>
    public static string IndentationUnit(SyntaxNode outer, SyntaxNode? inner)
    {
        var tree = outer.SyntaxTree;
        var outside = IndentationAt(tree, outer.SpanStart);
        var inside = inner is null ? outside : IndentationAt(tree, inner.SpanStart);
        return inside.Length > outside.Length && inside.StartsWith(outside, StringComparison.Ordinal) ? inside.Substring(outside.Length)
            : outside.Length > 0 && outside[0] == '\t' ? "\t"
            : "    ";
    }

    /// <summary>Whether nothing but white space stands before a position in its line.</summary>
    public static bool IsFirstInLine(SyntaxTree tree, int position)
    {
        var text = tree.GetText();
        var line = text.Lines.GetLineFromPosition(position);
        for (var index = line.Start; index < position; index++)
        {
            if (!char.IsWhiteSpace(text[index]))
            {
                return false;
            }
        }

        return true;
    }

    public static bool StartsWithEmptyLine(SyntaxNode node) =>
        node.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);

    /// <summary>Where the first line of a node begins that is not empty.</summary>
    public static int EndOfEmptyLines(SyntaxNode node)
    {
        var end = node.FullSpan.Start;
        foreach (var trivia in node.GetLeadingTrivia().TakeWhile(static trivia => trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia))
        {
            end = trivia.IsKind(SyntaxKind.EndOfLineTrivia) ? trivia.Span.End : end;
        }

        return end;
    }

    /// <summary>Where a token ends for somebody who takes it out: at the next one, unless a comment or directive stands between.</summary>
    public static int EndWithSpace(SyntaxToken token) =>
        token.TrailingTrivia.All(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)) ? token.FullSpan.End : token.Span.End;
}
