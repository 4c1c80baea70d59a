using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.CodeFixes.Editing;

/// <summary>
/// Changes of texts, all of them told against the solution as it was. Text instead of syntax, because what is not changed then keeps its comments, directives
/// and layout by itself, and because the changes of many diagnostics go together without a merge.
/// </summary>
internal sealed class SourceEdits(Solution solution)
{
    private readonly Dictionary<DocumentId, List<TextChange>> _changes = [];

    public bool IsEmpty => _changes.Count == 0;

    public void Insert(SyntaxTree tree, int position, string text) => Replace(tree, new TextSpan(position, 0), text);

    /// <summary>The same change twice is one change.</summary>
    public void Replace(SyntaxTree tree, TextSpan span, string text)
    {
        if (solution.GetDocument(tree) is not { } document || document is SourceGeneratedDocument)
        {
            return;
        }

        if (!_changes.TryGetValue(document.Id, out var changes))
        {
            _changes.Add(document.Id, changes = []);
        }

        var change = new TextChange(span, SourceLayout.WithLineBreaksAt(tree, span.Start, text));
        if (!changes.Contains(change))
        {
            changes.Add(change);
        }
    }

    public async Task<Solution> ApplyAsync(CancellationToken cancellationToken)
    {
        var changed = solution;
        foreach (var pair in _changes)
        {
            var text = await solution.GetDocument(pair.Key)!.GetTextAsync(cancellationToken).ConfigureAwait(false);
            changed = changed.WithDocumentText(pair.Key, text.WithChanges(WithoutOverlaps(pair.Value)));
        }

        return changed;
    }

    /// <summary>In the order of the text; of two that contradict each other the first one counts, and the other's diagnostic is still there afterwards.</summary>
    private static IEnumerable<TextChange> WithoutOverlaps(IEnumerable<TextChange> changes)
    {
        var end = 0;
        foreach (var change in changes.OrderBy(static change => change.Span.Start).ThenBy(static change => change.Span.Length))
        {
            if (change.Span.Start >= end)
            {
                end = change.Span.End;
                yield return change;
            }
        }
    }
}
