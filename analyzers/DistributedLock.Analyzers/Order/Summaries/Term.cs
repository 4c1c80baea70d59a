using System.Text;

namespace DistributedLock.Analyzers.Order.Summaries;

/// <summary>A word, or a list of terms: the form in which summaries stand in an assembly, <c>(take "order-{id}" (0 1))</c>.</summary>
internal sealed class Term
{
    // What we write is not deep. Deeper text is somebody else's, and reading it would cost the stack.
    private const int DeepestList = 12;

    private Term(string? word, IReadOnlyList<Term> items)
    {
        Word = word;
        Items = items;
    }

    /// <summary><see langword="null"/> for a list.</summary>
    public string? Word { get; }

    /// <summary>None for a word.</summary>
    public IReadOnlyList<Term> Items { get; }

    public bool IsList => Word is null;

    public static Term Of(string? word) => word is null ? List() : new Term(word, []);

    public static Term List(params Term[] items) => new(null, items);

    public static Term List(IEnumerable<Term> items) => new(null, items.ToList());

    /// <returns><see langword="null"/> when the text is no list.</returns>
    public static Term? Parse(string text)
    {
        var open = new Stack<List<Term>>();
        for (var position = 0; position < text.Length;)
        {
            switch (text[position])
            {
                case ' ':
                    position++;
                    break;
                case '(' when open.Count < DeepestList:
                    open.Push([]);
                    position++;
                    break;
                case ')' when open.Count > 0:
                    position++;
                    var closed = new Term(null, open.Pop());
                    if (open.Count == 0)
                    {
                        return position == text.Length ? closed : null;
                    }

                    open.Peek().Add(closed);
                    break;
                case not ('(' or ')') when open.Count > 0 && ReadWord(text, ref position) is { } word:
                    open.Peek().Add(new Term(word, []));
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private static string? ReadWord(string text, ref int position)
    {
        var word = new StringBuilder();
        if (text[position] != '"')
        {
            for (; position < text.Length && text[position] is not (' ' or '(' or ')' or '"'); position++)
            {
                word.Append(text[position]);
            }

            return word.ToString();
        }

        for (position++; position < text.Length; position++)
        {
            if (text[position] == '"')
            {
                // A quotation mark is written twice.
                if (position + 1 == text.Length || text[position + 1] != '"')
                {
                    position++;
                    return word.ToString();
                }

                position++;
            }

            word.Append(text[position]);
        }

        return null;
    }

    private void Write(StringBuilder text)
    {
        if (Word is not null)
        {
            text.Append(Word.Length > 0 && Word.IndexOfAny([' ', '(', ')', '"']) < 0 ? Word : $"\"{Word.Replace("\"", "\"\"")}\"");
            return;
        }

        text.Append('(');
        for (var index = 0; index < Items.Count; index++)
        {
            if (index > 0)
            {
                text.Append(' ');
            }

            Items[index].Write(text);
        }

        text.Append(')');
    }
}
