using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistributedLock.Analyzers.CodeFixes.Editing;

/// <summary>A fix that tells its changes as edits of texts: one diagnostic and all of them are mended in the same way.</summary>
public abstract class EditingFix : CodeFixProvider
{
    private readonly string _id;

    private protected EditingFix(string id) => _id = id;

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(_id);

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new EditingFixAll(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var offer in await OffersAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                var document = context.Document;
                context.RegisterCodeFix(
                    CodeAction.Create(
                        offer.Title,
                        cancellationToken => MendAsync(document.Project.Solution, [(document, diagnostic)], offer.Key, cancellationToken),
                        offer.Key),
                    diagnostic);
            }
        }
    }

    internal async Task<Solution> MendAsync(
        Solution solution, IEnumerable<(Document Document, Diagnostic Diagnostic)> reported, string key, CancellationToken cancellationToken)
    {
        var edits = new FixEdits(solution);
        foreach (var (document, diagnostic) in reported)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var offers = await OffersAsync(document, diagnostic, cancellationToken).ConfigureAwait(false);
            if (offers.Any(offer => offer.Key == key))
            {
                await EditAsync(edits, document, diagnostic, key, cancellationToken).ConfigureAwait(false);
            }
        }

        return await edits.ApplyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What can be done about a diagnostic; nothing where a machine cannot know, or where the result would not compile.</summary>
    private protected abstract Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken);

    /// <summary>Adds the changes of one offer.</summary>
    private protected abstract Task EditAsync(FixEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken);
}
