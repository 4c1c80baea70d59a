namespace DistributedLock;

/// <summary>
/// The user's own pairs that are stored with a lock: checked and written once, when they are given, so that no acquisition fails over them. The limit is on the
/// stored form because that is what each acquisition sends.
/// </summary>
internal sealed class LockPairs : IEquatable<LockPairs>
{
    public const int MaxCount = 16;

    /// <summary>Of all pairs together, in characters of the stored form, which are ASCII.</summary>
    public const int MaxLength = 1024;

    /// <summary>What tells a pair's name from those of the holder itself.</summary>
    public const string NamePrefix = "x.";

    public static readonly LockPairs None = new(null, "");

    private static readonly Dictionary<string, string> NoPairs = [];

    private LockPairs(IReadOnlyDictionary<string, string>? pairs, string text)
    {
        Pairs = pairs;
        Text = text;
    }

    /// <summary>A copy: what was given may change.</summary>
    public IReadOnlyDictionary<string, string>? Pairs { get; }

    /// <summary>These and others; of two that have one name, the other one counts.</summary>
    public IReadOnlyDictionary<string, string> With(LockPairs others)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in (Pairs ?? NoPairs).Concat(others.Pairs ?? NoPairs))
        {
            all[pair.Key] = pair.Value;
        }

        return all;
    }

    /// <summary>The stored form: <c>&amp;x.name=value</c> for each.</summary>
    public string Text { get; }

    /// <exception cref="ArgumentException">There are too many pairs, they are too long, a name is empty or a value is <see langword="null"/>.</exception>
    public static LockPairs Of(IEnumerable<KeyValuePair<string, string>>? pairs, string option)
    {
        if (pairs is null)
        {
            return None;
        }

        var copy = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = "";
        foreach (var pair in pairs)
        {
            if (string.IsNullOrEmpty(pair.Key))
            {
                throw new ArgumentException($"{option} has a pair without a name (its value is '{pair.Value}'): expected a name such as \"order\".", option);
            }

            if (pair.Value is null)
            {
                throw new ArgumentException($"{option}: the value of '{pair.Key}' is null: expected a text, possibly empty, or no such pair.", option);
            }

            copy[pair.Key] = pair.Value;
            if (copy.Count > MaxCount)
            {
                throw new ArgumentException($"{option} has more than {MaxCount} pairs, '{pair.Key}' is one too many: expected at most {MaxCount}.", option);
            }

            // Before it is escaped, which only makes it longer.
            var length = text.Length + pair.Key.Length + pair.Value.Length;
            if (length <= MaxLength)
            {
                text += $"&{Uri.EscapeDataString(NamePrefix + pair.Key)}={Uri.EscapeDataString(pair.Value)}";
                length = text.Length;
            }

            if (length > MaxLength)
            {
                throw new ArgumentException(
                    $"{option}: with '{pair.Key}' the pairs take {length} characters or more in their stored form (&x.name=value, escaped as in a URL): expected at most " +
                    $"{MaxLength} for all pairs of a lock. Store an id instead of what it stands for.",
                    option);
            }
        }

        return new LockPairs(copy, text);
    }

    public bool Equals(LockPairs? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as LockPairs);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);
}
