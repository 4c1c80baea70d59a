using System.Text.RegularExpressions;

namespace DistributedLock.Documentation.Tests.Dashboards;

/// <summary>
/// Reads the file of the alerts. Not a reader of YAML: it takes the one shape that the file has (two blanks a level, a rule a list item, one level of fields in
/// <c>labels</c> and <c>annotations</c>, texts plain, quoted or as a block) and refuses everything else, so what it takes means the same to every reader of YAML.
/// </summary>
internal static partial class AlertFile
{
    private const string RuleStart = "      - alert: ";
    private const string Field = "        ";
    private const string Inner = "          ";

    private static readonly string[] Head = ["groups:", "  - name: distributedlock", "    rules:"];
    private static readonly string[] Sections = ["labels", "annotations"];

    /// <exception cref="FormatException">The file has another shape.</exception>
    public static IReadOnlyList<AlertRule> Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(static (line, index) => (Text: line, Number: index + 1))
            .Where(static line => line.Text.Length > 0 && !line.Text.TrimStart().StartsWith('#')).ToList();
        Expect(lines.Take(Head.Length).Select(static line => line.Text).SequenceEqual(Head), 1, string.Join(" / ", Head));
        var rules = new List<AlertRule>();
        for (var i = Head.Length; i < lines.Count;)
        {
            Expect(lines[i].Text.StartsWith(RuleStart, StringComparison.Ordinal), lines[i].Number, RuleStart.Trim());
            var name = Scalar(lines[i].Text[RuleStart.Length..], lines[i].Number);
            var end = lines.FindIndex(i + 1, static line => line.Text.StartsWith(RuleStart, StringComparison.Ordinal));
            end = end < 0 ? lines.Count : end;
            rules.Add(new AlertRule(name, Fields(lines[(i + 1)..end])));
            i = end;
        }

        return rules;
    }

    private static Dictionary<string, string> Fields(List<(string Text, int Number)> lines)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Count;)
        {
            var (key, value) = Pair(lines[i], Field);
            var inner = lines.Skip(i + 1).TakeWhile(static line => line.Text.StartsWith(Inner, StringComparison.Ordinal)).ToList();
            if (Sections.Contains(key))
            {
                Expect(value.Length == 0 && inner.Count > 0, lines[i].Number, "fields below " + key);
                foreach (var line in inner)
                {
                    var (name, text) = Pair(line, Inner);
                    Add(fields, $"{key}.{name}", Scalar(text, line.Number), line.Number);
                }
            }
            else if (value == "|")
            {
                Expect(inner.Count > 0, lines[i].Number, "a block");
                Add(fields, key, string.Join('\n', inner.Select(static line => line.Text[Inner.Length..])), lines[i].Number);
            }
            else
            {
                Expect(inner.Count == 0, lines[i].Number, "nothing below a value");
                Add(fields, key, Scalar(value, lines[i].Number), lines[i].Number);
            }

            i += 1 + inner.Count;
        }

        return fields;
    }

    private static void Add(Dictionary<string, string> fields, string key, string value, int line) => Expect(fields.TryAdd(key, value), line, $"'{key}' once");

    private static (string Key, string Value) Pair((string Text, int Number) line, string indentation)
    {
        var match = KeyAndValue().Match(line.Text);
        Expect(match.Success && match.Groups["blanks"].Value == indentation, line.Number, $"'key: value' after {indentation.Length} blanks");
        return (match.Groups["key"].Value, match.Groups["value"].Value);
    }

    /// <summary>A text in double quotes without escapes, or a plain one that no reader could take for anything else.</summary>
    private static string Scalar(string text, int line)
    {
        if (text.StartsWith('"'))
        {
            Expect(text.Length >= 2 && text.EndsWith('"') && !text[1..^1].Contains('"') && !text.Contains('\\'), line, "a text in quotes, without quotes or backslashes");
            return text[1..^1];
        }

        Expect(Plain().IsMatch(text) && !text.Contains(": ") && !text.Contains(" #"), line, "a plain text, or quotes");
        return text;
    }

    private static void Expect(bool condition, int line, string expected)
    {
        if (!condition)
        {
            throw new FormatException($"Line {line}: expected {expected}.");
        }
    }

    [GeneratedRegex("^(?<blanks> *)(?<key>[a-z_]+):( (?<value>.+))?$")]
    private static partial Regex KeyAndValue();

    [GeneratedRegex("^[A-Za-z0-9][^{}\\[\\]]*[^ :]$")]
    private static partial Regex Plain();
}
