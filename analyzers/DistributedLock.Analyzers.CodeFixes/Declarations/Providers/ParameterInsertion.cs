using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Puts one more element into a list of parameters or arguments, on a line of its own where the others have theirs.</summary>
internal static class ParameterInsertion
{
    /// <summary>Where a parameter without default value goes: before those that have one.</summary>
    public static int IndexIn(ParameterListSyntax list)
    {
        var index = 0;
        while (index < list.Parameters.Count && list.Parameters[index] is { Default: null } parameter && !parameter.Modifiers.Any(SyntaxKind.ParamsKeyword))
        {
            index++;
        }

        return index;
    }

    public static void Insert(SourceEdits edits, ParameterListSyntax list, string parameter) =>
        Insert(edits, list.SyntaxTree, list.Parameters, list.OpenParenToken, IndexIn(list), parameter);

    public static void Insert<T>(SourceEdits edits, SyntaxTree tree, SeparatedSyntaxList<T> elements, SyntaxToken open, int index, string element)
        where T : SyntaxNode
    {
        if (elements.Count == 0)
        {
            edits.Insert(tree, open.Span.End, element);
        }
        else if (index < elements.Count)
        {
            var next = elements[index].SpanStart;
            edits.Insert(tree, next, element + (SourceLayout.IsFirstInLine(tree, next) ? ",\n" + SourceLayout.IndentationAt(tree, next) : ", "));
        }
        else
        {
            var last = elements.Last();
            edits.Insert(tree, last.Span.End, (SourceLayout.IsFirstInLine(tree, last.SpanStart) ? ",\n" + SourceLayout.IndentationAt(tree, last.SpanStart) : ", ") + element);
        }
    }
}
