using System.Text.RegularExpressions;

namespace DistributedLock.Tool.Output;

/// <summary>
/// The passwords that connection strings carry, so that no text shows them, whoever wrote it. It reads no form of a driver, because what a driver cannot read
/// has a password in it all the same: it takes rather too much for one.
/// </summary>
internal sealed partial class Secrets
{
    // Replacing a letter or two would leave no word whole; they are hidden where they stand alone.
    private const int ShortestPart = 3;
    private const string Mask = "***";

    private readonly string[] _values;

    private Secrets(IEnumerable<string> values) =>
        _values = [.. values.Where(static value => value.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(static value => value.Length)];

    public static Secrets None { get; } = new([]);

    /// <param name="texts">Command-line arguments and connection strings, in their order: a password may be the one after its keyword.</param>
    public static Secrets In(IReadOnlyList<string> texts)
    {
        var values = new List<string>();
        for (var i = 0; i < texts.Count; i++)
        {
            foreach (Match keyword in Keyword().Matches(texts[i]))
            {
                var rest = texts[i][(keyword.Index + keyword.Length)..];
                values.AddRange(rest.Trim().Length == 0 ? texts.Skip(i + 1).Take(1) : ValuesAt(rest));
            }

            foreach (Match user in UserInfo().Matches(texts[i]))
            {
                var password = user.Groups["password"].Value;
                values.AddRange([password, Uri.UnescapeDataString(password)]);
            }
        }

        return new Secrets(values);
    }

    public string Hide(string text)
    {
        foreach (var value in _values)
        {
            text = value.Length >= ShortestPart
                ? text.Replace(value, Mask, StringComparison.Ordinal)
                : Regex.Replace(text, $@"(?<!\w){Regex.Escape(value)}(?!\w)", Mask, RegexOptions.CultureInvariant);
        }

        return text;
    }

    private static IEnumerable<string> ValuesAt(string rest)
    {
        if (rest[0] is '"' or '\'')
        {
            var end = rest.IndexOf(rest[0], 1);
            yield return end < 0 ? rest[1..] : rest[1..end];
            yield break;
        }

        // Up to the next setting: a part without a '=' belongs to a password that has the divider in it.
        var parts = rest.Split(',', ';');
        var length = -1;
        for (var i = 0; i < parts.Length && (i == 0 || !parts[i].Contains('=', StringComparison.Ordinal)); i++)
        {
            yield return parts[i].Trim();
            length += parts[i].Length + 1;
        }

        yield return rest[..Math.Max(0, length)].Trim();
    }

    [GeneratedRegex(@"(?:password|passwd|passphrase|pwd)\s*=\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Keyword();

    [GeneratedRegex(@"://[^/@\s]*?:(?<password>[^/\s]+)@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
