using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DistributedLock.Documentation.Tests;

/// <summary>The documentation of this repository.</summary>
internal static partial class Pages
{
    // The pages of the diagnostics show wrong code on purpose; the tests of the analyzers compile those.
    private static readonly string[] CheckedElsewhere = [Path.Combine("docs", "diagnostics")];

    private static string Root { get; } = FindRoot();

    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    public static IEnumerable<string> All() => Directory.EnumerateFiles(Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(Path.Combine(Root, "samples"), "*.md", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Root, path))
        .Order(StringComparer.Ordinal);

    /// <summary>What a link to a heading of the page ends in, as GitHub makes it of the heading.</summary>
    public static IReadOnlySet<string> Anchors(string page)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(Fence().Replace(Read(page).ReplaceLineEndings("\n"), "")))
        {
            var anchor = NoAnchor().Replace(LinkText().Replace(heading.Groups["text"].Value, "${text}").ToLowerInvariant(), "").Replace(' ', '-');
            for (var number = 0; !anchors.Add(number == 0 ? anchor : $"{anchor}-{number}"); number++)
            {
            }
        }

        return anchors;
    }

    public static IEnumerable<Snippet> Snippets() => All()
        .Where(page => !CheckedElsewhere.Any(folder => page.StartsWith(folder, StringComparison.Ordinal)))
        .SelectMany(page => SnippetsOf(page, Read(page)));

    public static IEnumerable<Snippet> SnippetsOf(string page, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() != "```csharp")
            {
                continue;
            }

            var previous = i > 0 ? lines[i - 1].Trim() : "";
            var tag = previous.StartsWith("<!--", StringComparison.Ordinal) ? previous[4..^3].Trim() : "";
            var first = i + 1;
            var last = Array.FindIndex(lines, first, line => line.Trim() == "```");
            yield return new Snippet(page, first + 1, string.Join("\n", lines[first..last]), tag);
            i = last;
        }
    }

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        // Deterministic builds rewrite the paths that the compiler knows, so the program's own place goes first.
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "DistributedLock.Generators.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"No DistributedLock.Generators.sln above {AppContext.BaseDirectory} ({thisFile}).");
    }

    [GeneratedRegex("^#{1,6} (?<text>.+?) *$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NoAnchor();
}
