using System.Text.RegularExpressions;
using DistributedLock.Tests.Processes;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Documentation;

/// <summary>The page of one diagnostic, and the index of all.</summary>
internal sealed partial record DiagnosticPage(string Name, string Text)
{
    private static readonly string Folder = Repository.PathOf("docs", "diagnostics");

    public static DiagnosticPage Index => Of("index");

    /// <summary>The ids that have a page.</summary>
    public static IEnumerable<string> Ids => Directory.GetFiles(Folder, "DLK*.md").Select(file => Path.GetFileNameWithoutExtension(file));

    public static DiagnosticPage Of(string name) => new(name, File.ReadAllText(Path.Combine(Folder, $"{name}.md")).ReplaceLineEndings("\n"));

    /// <summary>The only block of C# under a heading.</summary>
    public string Example(string heading) => Assert.Single(CodeBlock().Matches(Section(heading))).Groups["code"].Value;

    /// <summary>What stands under a heading, up to the next one of the same rank.</summary>
    public string Section(string heading)
    {
        var start = Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{Name}.md has no section \"{heading}\".");
        var body = start + heading.Length + "\n## \n".Length;
        var end = Text.IndexOf("\n## ", body, StringComparison.Ordinal);
        return end < 0 ? Text[body..] : Text[body..end];
    }

    /// <summary>The severities of a rule in the words of the pages, the worst first: an id may have two.</summary>
    public static string SeverityOf(IEnumerable<DiagnosticDescriptor> descriptors)
    {
        var words = string.Join(" or ", descriptors.Select(descriptor => descriptor.DefaultSeverity).Distinct().OrderDescending()).ToLowerInvariant();
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
