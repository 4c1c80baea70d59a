using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>
/// A source with marks: <c>[|text|]</c> is where the rule under test reports, <c>{|DLK0102:text|}</c> where another one does, <c>$$</c> where the caret is.
/// Marks may stand inside each other.
/// </summary>
internal sealed class Markup
{
    private Markup(string source, IReadOnlyList<Mark> marks, int? caret)
    {
        Source = source;
        Marks = marks;
        Caret = caret;
    }

    /// <summary>The text without marks.</summary>
    public string Source { get; }

    /// <summary>The marks, in the order in which they begin.</summary>
    public IReadOnlyList<Mark> Marks { get; }

    /// <summary>Where <c>$$</c> stands.</summary>
    public int? Caret { get; }

    /// <param name="marked">The text with marks.</param>
    /// <param name="ruleId">The rule under test, for marks without an id.</param>
    public static Markup Parse(string marked, string? ruleId = null)
    {
        var source = new StringBuilder(marked.Length);
        var open = new Stack<(string Id, int Start)>();
        var marks = new List<Mark>();
        int? caret = null;
        for (var position = 0; position < marked.Length;)
        {
            if (Is("[|"))
            {
                open.Push((ruleId ?? throw new ArgumentException("A mark without an id, and no rule is under test."), source.Length));
                position += 2;
            }
            else if (Is("{|") && marked.IndexOf(':', position) is > 0 and var colon)
            {
                open.Push((marked[(position + 2)..colon], source.Length));
                position = colon + 1;
            }
            else if ((Is("|]") || Is("|}")) && open.TryPop(out var mark))
            {
                marks.Add(new Mark(mark.Id, TextSpan.FromBounds(mark.Start, source.Length)));
                position += 2;
            }
            else if (Is("$$"))
            {
                caret = source.Length;
                position += 2;
            }
            else
            {
                source.Append(marked[position++]);
            }

            bool Is(string token) => string.CompareOrdinal(marked, position, token, 0, token.Length) == 0;
        }

        return open.Count == 0
            ? new Markup(source.ToString(), [.. marks.OrderBy(mark => mark.Span.Start).ThenBy(mark => mark.Id, StringComparer.Ordinal)], caret)
            : throw new ArgumentException("A mark is opened and not closed.", nameof(marked));
    }
}
