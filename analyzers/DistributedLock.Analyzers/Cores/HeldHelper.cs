using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.Cores;

/// <summary>
/// Whether a private method is called by cores only, directly or through other private methods: then it runs under their lock. Goes by names, and only
/// once a call is about to be reported: overloads make it silent at worst.
/// </summary>
internal static class HeldHelper
{
    public static bool IsCalledFrom(ISet<string> cores, IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method is not { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary })
        {
            return false;
        }

        var declarations = method.ContainingType.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal) { method.Name };
        var pending = new Queue<string>(seen);
        var isCalledFromCore = false;
        while (pending.Count > 0)
        {
            foreach (var caller in CallersOf(pending.Dequeue(), declarations))
            {
                if (caller is MethodDeclarationSyntax core && cores.Contains(core.Identifier.ValueText))
                {
                    isCalledFromCore = true;
                }
                else if (caller is not MethodDeclarationSyntax other || !IsPrivate(other))
                {
                    return false;
                }
                else if (seen.Add(other.Identifier.ValueText))
                {
                    pending.Enqueue(other.Identifier.ValueText);
                }
            }
        }

        return isCalledFromCore;
    }

    private static IEnumerable<MemberDeclarationSyntax?> CallersOf(string name, IEnumerable<SyntaxNode> declarations) => declarations
        .SelectMany(static declaration => declaration.DescendantNodes().OfType<SimpleNameSyntax>())
        .Where(candidate => candidate.Identifier.ValueText == name)
        .Select(static candidate => candidate.FirstAncestorOrSelf<MemberDeclarationSyntax>());

    private static bool IsPrivate(MethodDeclarationSyntax method) => !method.Modifiers.Any(static modifier =>
        modifier.IsKind(SyntaxKind.PublicKeyword) || modifier.IsKind(SyntaxKind.InternalKeyword) || modifier.IsKind(SyntaxKind.ProtectedKeyword));
}
