using DistributedLock.Analyzers.CodeFixes.Declarations;
using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Refactorings;

/// <summary>Imports the namespace of the attribute where the file does not see it yet.</summary>
internal static class NamespaceImport
{
    private const string Namespace = "DistributedLock";

    public static LockNames Edit(SourceEdits edits, MethodPlace place, CancellationToken cancellationToken)
    {
        var position = place.Syntax.SpanStart;
        if (place.Model.LookupNamespacesAndTypes(position, name: "DistributedLockAttribute").Any(static symbol => LockTypes.IsLockAttribute(symbol as ITypeSymbol)))
        {
            return new LockNames("DistributedLock", provider: null);
        }

        var root = (CompilationUnitSyntax)place.Syntax.SyntaxTree.GetRoot(cancellationToken);
        if (IsHidden(place) || !TryImport(edits, place.Syntax, root))
        {
            return new LockNames("global::" + LockTypes.Attribute.Substring(0, LockTypes.Attribute.Length - "Attribute".Length), provider: null);
        }

        return new LockNames("DistributedLock", "IDistributedLockProvider");
    }

    /// <summary>Whether another type would be found by the names.</summary>
    private static bool IsHidden(MethodPlace place) =>
        place.Model.LookupNamespacesAndTypes(place.Syntax.SpanStart, name: "DistributedLockAttribute").Length > 0
        || place.Model.LookupNamespacesAndTypes(place.Syntax.SpanStart, name: "IDistributedLockProvider").Length > 0
        || place.Model.LookupNamespacesAndTypes(place.Syntax.SpanStart, name: Namespace).Any(static symbol => symbol is not INamespaceSymbol { ContainingNamespace.IsGlobalNamespace: true });

    private static bool TryImport(SourceEdits edits, MethodDeclarationSyntax method, CompilationUnitSyntax root)
    {
        var inner = method.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault(static outer => outer.Usings.Count > 0);
        var usings = root.Usings.Count > 0 || inner is null ? root.Usings : inner.Usings;
        if (usings.Count > 0)
        {
            Insert(edits, usings);
            return true;
        }

        // Above everything, but below the words about the file and its directives.
        var first = root.GetFirstToken(includeZeroWidth: true);
        if (first.LeadingTrivia.Any(static trivia => trivia.IsDirective))
        {
            return false;
        }

        edits.Insert(root.SyntaxTree, EndOfFileHeader(first), $"using {Namespace};\n\n");
        return true;
    }

    private static void Insert(SourceEdits edits, SyntaxList<UsingDirectiveSyntax> usings)
    {
        var plain = usings.Where(static directive => directive.Alias is null && !directive.StaticKeyword.IsKind(SyntaxKind.StaticKeyword)).ToList();
        var before = plain.LastOrDefault(static directive => IsBefore(directive.Name!.ToString())) ?? plain.LastOrDefault(static directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword));
        if (before is not null)
        {
            var tree = before.SyntaxTree;
            edits.Insert(tree, before.Span.End, $"\n{SourceLayout.IndentationAt(tree, before.SpanStart)}using {Namespace};");
        }
        else
        {
            var first = usings[0];
            edits.Insert(first.SyntaxTree, first.SpanStart, $"using {Namespace};\n{SourceLayout.IndentationAt(first.SyntaxTree, first.SpanStart)}");
        }
    }

    private static bool IsBefore(string name) =>
        name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || string.CompareOrdinal(name, Namespace) < 0;

    /// <summary>Behind the comments at the top that an empty line separates from what they do not belong to.</summary>
    private static int EndOfFileHeader(SyntaxToken first)
    {
        var end = first.FullSpan.Start;
        var isEmptyLine = false;
        foreach (var trivia in first.LeadingTrivia)
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                end = isEmptyLine ? trivia.Span.End : end;
                isEmptyLine = true;
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                isEmptyLine = false;
            }
        }

        return end;
    }
}
