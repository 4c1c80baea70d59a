using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Suppressors;

/// <summary>The member or parameter whose declaration a diagnostic marks.</summary>
internal static class MarkedSymbol
{
    public static ISymbol? Of(Diagnostic diagnostic, SuppressionAnalysisContext context)
    {
        if (diagnostic.Location.SourceTree is not { } tree)
        {
            return null;
        }

        // The innermost declaration only: what is said about a lambda is not about the method around it.
        var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var declaration = node.FirstAncestorOrSelf<SyntaxNode>(static candidate =>
            candidate is ParameterSyntax or VariableDeclaratorSyntax or MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);
        if (declaration is BaseFieldDeclarationSyntax { Declaration.Variables: { Count: 1 } variables })
        {
            declaration = variables[0];
        }

        return declaration is null or AnonymousFunctionExpressionSyntax
            ? null
            : context.GetSemanticModel(tree).GetDeclaredSymbol(declaration, context.CancellationToken);
    }
}
