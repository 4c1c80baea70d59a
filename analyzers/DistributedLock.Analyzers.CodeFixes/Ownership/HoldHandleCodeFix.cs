using System.Collections.Immutable;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Ownership;

/// <summary>DLK0102: holds the handle in an <c>await using</c> declaration, for the rest of its block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HoldHandleCodeFix))]
public sealed class HoldHandleCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NotReleased);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(static async (context, document, diagnostics) =>
        await MendAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(FixProperties.Holding, out var keyword) && keyword is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Hold the handle in '{keyword}'",
                        cancellationToken => MendAsync(context.Document, ImmutableArray.Create(diagnostic), cancellationToken),
                        nameof(HoldHandleCodeFix)),
                    diagnostic);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> MendAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root is null)
        {
            return document;
        }

        var keywords = new Dictionary<StatementSyntax, string>();
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(FixProperties.Holding, out var keyword) && keyword is not null
                && root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>() is { } statement)
            {
                keywords[statement] = keyword;
            }
        }

        var names = new FreeNames(root);
        var replacements = keywords.ToDictionary(
            static entry => (SyntaxNode)entry.Key,
            entry => (SyntaxNode)HoldingDeclaration.Of(entry.Key, entry.Value, names));
        var releases = keywords.Keys.Select(HoldingDeclaration.LastRelease).OfType<StatementSyntax>().ToList();
        var tracked = root.TrackNodes(replacements.Keys.Concat(releases));
        foreach (var release in releases)
        {
            tracked = tracked.RemoveNode(tracked.GetCurrentNode(release)!, SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        return document.WithSyntaxRoot(tracked.ReplaceNodes(
            replacements.Keys.Select(node => tracked.GetCurrentNode(node)!).ToList(),
            (current, _) => replacements[replacements.Keys.First(original => tracked.GetCurrentNode(original) == current)]));
    }
}
