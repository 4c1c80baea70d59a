using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistributedLock.Analyzers.CodeFixes.Awaiting;

/// <summary>
/// A fix that awaits something. One diagnostic's mending may rewrite a whole method (it becomes async), so fix-all goes from one to the next instead of merging texts.
/// </summary>
public abstract class AwaitFix : CodeFixProvider
{
    private const string TargetKind = "DistributedLock.Await";

    // Not for other assemblies: fixes are found by their attribute, and there is no contract between them.
    private protected AwaitFix()
    {
    }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
        await MendAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var target = Target(root, diagnostic);
            if (target is not null && Mend(root, target, model, context.CancellationToken) is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(Title(target), token => MendAsync(context.Document, ImmutableArray.Create(diagnostic), token), GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>What the action is called in the menu.</summary>
    private protected abstract string Title(SyntaxNode target);

    /// <summary>The root with this one place mended; <see langword="null"/> where a machine cannot know how, or the result would not compile.</summary>
    private protected abstract SyntaxNode? Mend(SyntaxNode root, SyntaxNode target, SemanticModel model, CancellationToken cancellationToken);

    private static SyntaxNode? Target(SyntaxNode root, Diagnostic diagnostic) =>
        root.FullSpan.Contains(diagnostic.Location.SourceSpan) ? root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) : null;

    private async Task<Document> MendAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root is null)
        {
            return document;
        }

        var marks = diagnostics
            .Select(diagnostic => (Node: Target(root, diagnostic), Mark: new SyntaxAnnotation(TargetKind)))
            .Where(static target => target.Node is not null)
            .GroupBy(static target => target.Node!)
            .ToDictionary(static same => same.Key, static same => same.First().Mark);
        var current = document.WithSyntaxRoot(root.ReplaceNodes(marks.Keys, (node, rewritten) => rewritten.WithAdditionalAnnotations(marks[node])));
        foreach (var mark in marks.OrderBy(static target => target.Key.SpanStart).Select(static target => target.Value))
        {
            var text = await current.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            var model = await current.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
            if (text?.GetAnnotatedNodes(mark).FirstOrDefault() is { } target && model is not null && Mend(text, target, model, cancellationToken) is { } mended)
            {
                current = current.WithSyntaxRoot(mended);
            }
        }

        return current;
    }
}
