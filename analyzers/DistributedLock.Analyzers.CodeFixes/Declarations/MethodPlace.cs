using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.CodeFixes.Declarations;

/// <summary>A method in its document.</summary>
internal sealed class MethodPlace(MethodDeclarationSyntax syntax, IMethodSymbol method, SemanticModel model)
{
    public MethodDeclarationSyntax Syntax { get; } = syntax;

    public IMethodSymbol Method { get; } = method;

    public SemanticModel Model { get; } = model;

    /// <summary>The declaration of the type that the method stands in.</summary>
    public TypeDeclarationSyntax TypePart => (TypeDeclarationSyntax)Syntax.Parent!;

    /// <summary>The method whose declaration a span lies in.</summary>
    public static async Task<MethodPlace?> FindAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var syntax = root?.FindToken(span.Start).Parent?.FirstAncestorOrSelf<MethodDeclarationSyntax>();
        return syntax?.Parent is TypeDeclarationSyntax && model?.GetDeclaredSymbol(syntax, cancellationToken) is IMethodSymbol method
            ? new MethodPlace(syntax, method, model)
            : null;
    }
}
