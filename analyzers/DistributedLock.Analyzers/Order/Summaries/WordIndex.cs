using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Order.Summaries;

/// <summary>
/// Which bodies mention a word. It reads the text and no syntax, which costs a small part of what binding does; so what stands in comments counts, too, and
/// what two words of one hash share: whoever asks looks closer.
/// </summary>
internal sealed class WordIndex
{
    private static readonly IReadOnlyList<Body> None = [];
    private readonly Dictionary<int, List<Body>?> _bodies = [];

    /// <param name="words">The words that will be asked for.</param>
    public WordIndex(IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            _bodies[HashOf(word)] = null;
        }
    }

    public void Add(Body body, SourceText text)
    {
        foreach (var span in body.Spans)
        {
            var characters = new char[span.Length];
            text.CopyTo(span.Start, characters, 0, span.Length);
            Add(body, characters);
        }
    }

    public IReadOnlyList<Body> Mentioning(string word) => _bodies.TryGetValue(HashOf(word), out var bodies) && bodies is not null ? bodies : None;

    private void Add(Body body, char[] text)
    {
        for (var position = 0; position < text.Length;)
        {
            if (!IsPartOfWord(text[position]))
            {
                position++;
                continue;
            }

            var hash = Start;
            for (; position < text.Length && IsPartOfWord(text[position]); position++)
            {
                hash = Next(hash, text[position]);
            }

            if (_bodies.TryGetValue(hash, out var bodies))
            {
                if (bodies is null)
                {
                    _bodies[hash] = bodies = [];
                }

                // A body's words come together.
                if (bodies.Count == 0 || bodies[bodies.Count - 1] != body)
                {
                    bodies.Add(body);
                }
            }
        }
    }

    // FNV-1a: short, and the same for a word wherever it stands.
    private const int Start = unchecked((int)2166136261);

    private static int Next(int hash, char character) => unchecked((hash ^ character) * 16777619);

    private static int HashOf(string word) => word.Aggregate(Start, Next);

    private static bool IsPartOfWord(char character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' || (character > 127 && char.IsLetterOrDigit(character));
}
