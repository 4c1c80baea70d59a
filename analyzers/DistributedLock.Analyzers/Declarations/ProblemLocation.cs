using DistributedLock.CodeModel.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>Finds the token that a problem is about.</summary>
internal static class ProblemLocation
{
    public static Location Of(ProblemTarget target, CancellationToken cancellationToken) => target.Kind switch
    {
        ProblemTargetKind.Identifier => target.Symbol!.Locations[0],
        ProblemTargetKind.ReturnType => OfReturnType(target.Symbol!, cancellationToken),
        ProblemTargetKind.Option => OfOption(Syntax(target, cancellationToken), target.Option!),
        ProblemTargetKind.Template => OfTemplate(Syntax(target, cancellationToken), target.Start, target.Length),
        _ => Syntax(target, cancellationToken)?.GetLocation() ?? Location.None,
    };

    private static AttributeSyntax? Syntax(ProblemTarget target, CancellationToken cancellationToken) =>
        target.Attribute?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;

    private static Location OfReturnType(ISymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is MethodDeclarationSyntax declaration
            ? declaration.ReturnType.GetLocation()
            : method.Locations[0];

    private static Location OfOption(AttributeSyntax? attribute, string option)
    {
        var argument = attribute?.ArgumentList?.Arguments.FirstOrDefault(candidate => candidate.NameEquals?.Name.Identifier.ValueText == option);
        return (argument ?? (SyntaxNode?)attribute)?.GetLocation() ?? Location.None;
    }

    private static Location OfTemplate(AttributeSyntax? attribute, int start, int length)
    {
        var argument = attribute?.ArgumentList?.Arguments.FirstOrDefault(candidate => candidate.NameEquals is null);
        return argument is null ? attribute?.GetLocation() ?? Location.None : InText(argument.Expression, start, length);
    }

    /// <summary>A part of a template that is written as an expression; all of it where the part does not show.</summary>
    public static Location InText(ExpressionSyntax template, int start, int length) =>
        length > 0 && template is LiteralExpressionSyntax { Token: var token } && ContentStart(token) is { } content
            ? Location.Create(token.SyntaxTree!, new TextSpan(token.SpanStart + content + start, length))
            : template.GetLocation();

    /// <summary>Where the text starts in a literal that shows its characters one to one; <see langword="null"/> where escapes move them.</summary>
    private static int? ContentStart(SyntaxToken token)
    {
        var opening = token.Kind() switch
        {
            SyntaxKind.StringLiteralToken => token.Text.StartsWith("@", StringComparison.Ordinal) ? 2 : 1,
            SyntaxKind.SingleLineRawStringLiteralToken => token.Text.Length - token.Text.TrimStart('"').Length,
            _ => 0,
        };
        var isPlain = opening > 0
            && opening + token.ValueText.Length <= token.Text.Length
            && string.CompareOrdinal(token.Text, opening, token.ValueText, 0, token.ValueText.Length) == 0
            && token.Text.Length - token.ValueText.Length <= 2 * opening;
        return isPlain ? opening : null;
    }
}
