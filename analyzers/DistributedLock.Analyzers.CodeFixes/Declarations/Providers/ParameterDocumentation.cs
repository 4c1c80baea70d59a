using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Documents the new parameter where the others are documented: the compiler warns of one that is left out (CS1573).</summary>
internal static class ParameterDocumentation
{
    public static void Insert(SourceEdits edits, MemberDeclarationSyntax member, string parameter, string text = "Where its locks are taken.")
    {
        var last = member.GetLeadingTrivia()
            .Select(static trivia => trivia.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(static comment => comment.Content)
            .OfType<XmlElementSyntax>()
            .LastOrDefault(static element => element.StartTag.Name.LocalName.ValueText == "param");
        if (last is null)
        {
            return;
        }

        var tree = member.SyntaxTree;
        var line = tree.GetText().Lines.GetLineFromPosition(last.Span.Start).ToString();
        if (line.TrimStart().StartsWith("///", StringComparison.Ordinal))
        {
            edits.Insert(tree, last.Span.End, $"\n{SourceLayout.IndentationAt(tree, last.Span.Start)}/// <param name=\"{parameter}\">{text}</param>");
        }
    }
}
