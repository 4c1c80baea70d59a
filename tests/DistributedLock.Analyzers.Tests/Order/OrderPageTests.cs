using System.Text.RegularExpressions;
using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>The pages of these rules tell the truth.</summary>
public partial class OrderPageTests
{
    public static TheoryData<string> Ids { get; } = ["DLK0201", "DLK0202", "DLK0203", "DLK0204", "DLK0301"];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Ids))]
    public async Task Bad_example_fires_this_rule_and_no_other(string id)
    {
        var found = await TestCompilation.Of(Example(id, "Bad")).DiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Equal([id], found.Where(static diagnostic => IsOfOrder(diagnostic.Id)).Select(static diagnostic => diagnostic.Id).Distinct());
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Ids))]
    public async Task Good_example_is_silent(string id)
    {
        var found = await TestCompilation.Of(Example(id, "Good")).DiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(found, static diagnostic => IsOfOrder(diagnostic.Id));
    }

    private static bool IsOfOrder(string id) => id.StartsWith("DLK02", StringComparison.Ordinal) || id == "DLK0301";

    private static string Example(string id, string heading)
    {
        var page = File.ReadAllText(Path.Combine(Folder(), $"{id}.md")).ReplaceLineEndings("\n");
        return CodeBlock().Match(page, page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal)).Groups["code"].Value;
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DistributedLock.Generators.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "docs", "diagnostics");
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
