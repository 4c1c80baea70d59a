using DistributedLock.Analyzers.CodeFixes.Editing;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.CodeFixes.Declarations;

/// <summary>Mends DLK0005: names what the mistyped placeholder probably meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PlaceholderUnknownFix))]
public sealed class PlaceholderUnknownFix() : EditingFix(Id)
{
    private const string Id = "DLK0005";
    private static readonly char[] PathEnds = ['*', ':', '}', '>'];

    private protected override async Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var path) && await PathSpanAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is not null
            ? [new Offer($"Change the placeholder to '{path}'", Id)]
            : [];

    private protected override async Task EditAsync(
        FixEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken)
    {
        var span = await PathSpanAsync(document, diagnostic, cancellationToken).ConfigureAwait(false);
        var tree = await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false);
        edits.Sources.Replace(tree!, span!.Value, diagnostic.Properties[FixProperties.Replacement]!);
    }

    /// <summary>Where the path stands; <see langword="null"/> where the template is marked as a whole, because its text does not show the placeholder one to one.</summary>
    private static async Task<TextSpan?> PathSpanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var span = diagnostic.Location.SourceSpan;
        var marked = text.ToString(span);
        var end = marked.Length > 2 && marked[0] is '{' or '<' ? marked.IndexOfAny(PathEnds) : -1;
        return end > 1 ? new TextSpan(span.Start + 1, end - 1) : null;
    }
}
