using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Editing;

/// <summary>Gives variables names that nothing in their member has.</summary>
internal sealed class FreeNames(SyntaxNode root)
{
    private readonly Dictionary<SyntaxNode, HashSet<string>> _taken = [];

    public string Near(SyntaxNode node, string wished)
    {
        // Top-level statements share one scope, which is the whole file.
        var member = node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault(static candidate => candidate is not GlobalStatementSyntax) ?? root;
        if (!_taken.TryGetValue(member, out var taken))
        {
            _taken.Add(member, taken = new HashSet<string>(
                member.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText),
                StringComparer.Ordinal));
        }

        var name = wished;
        for (var number = 2; !taken.Add(name); number++)
        {
            name = wished + number;
        }

        return name;
    }
}
