using System.Runtime.CompilerServices;

namespace DistributedLock.Documentation.Tests;

/// <summary>The documentation of this repository.</summary>
internal static class Pages
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
}
