using System.Text.Json;
using System.Text.RegularExpressions;
using DistributedLock.CompilerServices;

namespace DistributedLock.Documentation.Tests;

/// <summary>The page about key templates shows the keys that are really made.</summary>
public sealed partial class KeyTemplatePageTests
{
    private const int Limit = 60_000;

    private static IEnumerable<string[]> Rows => Pages.Read(Path.Combine("docs", "key-templates.md")).ReplaceLineEndings("\n").Split('\n')
        .Where(static line => line.StartsWith('|')).Select(static line => line[1..^1].Split(" | ").Select(static cell => cell.Trim()).ToArray());

    [Fact(Timeout = Limit)]
    public void Examples_of_different_values_have_the_keys_shown_and_no_two_are_the_same()
    {
        var rows = Rows.Where(static row => row.Length == 4 && row[0].StartsWith('`')).Select(static row => row.Select(static cell => cell.Trim('`')).ToArray()).ToList();
        Assert.True(rows.Count >= 8);

        Assert.All(rows, static row => Assert.Equal(row[2], Key(row[0], row[1].Split("`, `"))));
        Assert.All(rows, static row => Assert.Equal(row[3], Pasted(row[0], row[1].Split("`, `"))));
        Assert.Equal(rows.Count, rows.Select(static row => (row[0], row[2])).Distinct().Count());
    }

    [Fact(Timeout = Limit)]
    public void Examples_of_types_are_among_the_vectors_that_generator_and_runtime_are_tested_with()
    {
        using var vectors = JsonDocument.Parse(Pages.Read(Path.Combine("tests", "KeyVectors.json")));
        var known = vectors.RootElement.EnumerateArray().SelectMany(static vector => vector.GetProperty("values").EnumerateArray()
            .Select(value => (Value: value.GetProperty("value").GetString(), Key: vector.GetProperty("key").GetString()))).ToList();
        var examples = Rows.Where(static row => row.Length == 3).Select(static row => Example().Match(row[2])).Where(static match => match.Success).ToList();
        Assert.True(examples.Count >= 14);

        Assert.All(examples, example => Assert.Contains(
            known, one => one.Value == example.Groups["value"].Value && one.Key?.Contains(example.Groups["text"].Value, StringComparison.Ordinal) == true));
    }

    /// <summary>What generated code does: literal, value, and what follows it.</summary>
    private static string Key(string template, string[] values)
    {
        var writer = new LockKeyWriter(new LockDefinition(template, "Page.Example"), stackalloc char[256]);
        var parts = Placeholder().Split(template);
        writer.Literal(parts[0]);
        for (var i = 0; i < values.Length; i++)
        {
            if (parts[i + 1].Length == 0)
            {
                writer.Text(values[i], "value");
            }
            else
            {
                writer.Text(values[i], "value", parts[i + 1][0]);
                writer.Literal(parts[i + 1]);
            }
        }

        return writer.ToKey().Value;
    }

    private static string Pasted(string template, string[] values)
    {
        var next = 0;
        return Placeholder().Replace(template, _ => values[next++]);
    }

    [GeneratedRegex(@"\{[a-z]\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^`(?<value>[^`]+)` → `(?<text>[^`]+)`$")]
    private static partial Regex Example();
}
