using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Cores;

/// <summary>
/// Divides a method into a partial definition and a core. The body stays where it stands: the head becomes the definition, and the core's head is put between
/// the two, so that a comparison of the files shows no more than what has changed.
/// </summary>
internal static class MethodDivision
{
    public static void Edit(SourceEdits edits, MethodDeclarationSyntax syntax, IMethodSymbol method, string coreName, SemanticModel model, CancellationToken cancellationToken)
    {
        var tree = syntax.SyntaxTree;
        EditModifiers(edits, syntax, method);
        var isAsync = syntax.Modifiers.Any(SyntaxKind.AsyncKeyword);
        var head = new CoreHead(syntax, method, model, cancellationToken).Write(coreName, isAsync, isIterator: isAsync && LockTypes.IsStream(method.ReturnType));
        edits.Insert(tree, LockableMethod.EndOfHead(syntax).Span.End, $";\n\n{SourceLayout.IndentationAt(tree, syntax.SpanStart)}{head}");
    }

    /// <summary>Names the core where the convention does not lead to it.</summary>
    public static void NameCore(SourceEdits edits, IMethodSymbol method, string coreName, CancellationToken cancellationToken)
    {
        var attribute = method.GetAttributes().First(static attribute => LockTypes.IsLockAttribute(attribute.AttributeClass));
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax { ArgumentList: { } arguments })
        {
            edits.Insert(arguments.SyntaxTree, arguments.CloseParenToken.SpanStart, $", Core = nameof({coreName})");
        }
    }

    private static void EditModifiers(SourceEdits edits, MethodDeclarationSyntax syntax, IMethodSymbol method)
    {
        var tree = syntax.SyntaxTree;
        if (!syntax.Modifiers.Any(IsAccessibility))
        {
            // A partial method with a result, a modifier or an out parameter has to say it, and with it every partial method needs its other part.
            edits.Insert(tree, LockableMethod.StartOfHead(syntax).SpanStart, "private ");
        }

        foreach (var modifier in syntax.Modifiers)
        {
            // Nothing can be awaited in unsafe code: it moves into the core with the body.
            if (modifier.IsKind(SyntaxKind.AsyncKeyword) || (modifier.IsKind(SyntaxKind.UnsafeKeyword) && LockableMethod.IsAsynchronous(method)))
            {
                edits.Replace(tree, TextSpan.FromBounds(modifier.SpanStart, SourceLayout.EndWithSpace(modifier)), string.Empty);
            }
        }

        edits.Insert(tree, syntax.ReturnType.SpanStart, "partial ");
    }

    private static bool IsAccessibility(SyntaxToken modifier) =>
        modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword;
}
