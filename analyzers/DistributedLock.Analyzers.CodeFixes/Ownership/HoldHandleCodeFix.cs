using DistributedLock.Analyzers.CodeFixes.Editing;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Ownership;

/// <summary>DLK0102: holds the handle in an <c>await using</c> declaration, for the rest of its block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HoldHandleCodeFix))]
public sealed class HoldHandleCodeFix() : EditingFix(RuleIds.NotReleased)
{
    private const string Key = nameof(HoldHandleCodeFix);

    private protected override async Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        diagnostic.Properties.TryGetValue(FixProperties.Holding, out var keyword)
            && await StatementAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is { } statement
            && Language.HasAwaitUsing(statement.SyntaxTree)
            && !IsJumpedOver(statement)
            ? [new Offer($"Hold the handle in '{keyword}'", Key)]
            : [];

    private protected override async Task EditAsync(FixEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken)
    {
        var statement = (await StatementAsync(document, diagnostic, cancellationToken).ConfigureAwait(false))!;
        var tree = statement.SyntaxTree;
        var keyword = diagnostic.Properties[FixProperties.Holding];
        switch (statement)
        {
            case LocalDeclarationStatementSyntax local:
                edits.Sources.Insert(tree, statement.SpanStart, keyword + " ");
                RedundantReleases.Remove(edits.Sources, local);
                break;
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax discard }:
                edits.Sources.Replace(tree, discard.Left.Span, $"{keyword} var {Name()}");
                break;
            default:
                edits.Sources.Insert(tree, statement.SpanStart, $"{keyword} var {Name()} = ");
                break;
        }

        string Name() => edits.NamesIn(tree.GetRoot(cancellationToken)).Near(statement, "handle");
    }

    /// <summary>The declaration, discard or call that takes the lock, where a declaration may stand in its place.</summary>
    private static async Task<StatementSyntax?> StatementAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax or GlobalStatementSyntax } statement
            && statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 }
            ? statement
            : null;
    }

    /// <summary>Whether a label follows in the block: no <c>goto</c> may pass a <c>using</c> declaration.</summary>
    private static bool IsJumpedOver(StatementSyntax statement) =>
        statement.Parent is BlockSyntax block && block.Statements.Any(other => other is LabeledStatementSyntax && other.SpanStart > statement.SpanStart);
}
