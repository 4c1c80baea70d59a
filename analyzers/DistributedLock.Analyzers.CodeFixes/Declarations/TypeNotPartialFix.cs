using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations;

/// <summary>Mends DLK0002: makes the type of a locked method partial, and the types around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TypeNotPartialFix))]
public sealed class TypeNotPartialFix() : EditingFix(Id)
{
    private const string Id = "DLK0002";

    private protected override async Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await TypeAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is { } type ? [new Offer($"Make '{type.Name}' partial", Id)] : [];

    private protected override async Task EditAsync(
        FixEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken) =>
        PartialTypes.Edit(edits.Sources, (await TypeAsync(document, diagnostic, cancellationToken).ConfigureAwait(false))!, cancellationToken);

    private static async Task<INamedTypeSymbol?> TypeAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var declaration = root?.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        return declaration is null ? null : model?.GetDeclaredSymbol(declaration, cancellationToken) as INamedTypeSymbol;
    }
}
