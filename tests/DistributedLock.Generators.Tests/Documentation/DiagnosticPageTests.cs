using System.Text.RegularExpressions;
using DistributedLock.Analyzers.Declarations;
using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Generators.Tests.Documentation;

/// <summary>Every diagnostic has a page whose examples are true.</summary>
public partial class DiagnosticPageTests
{
    private static readonly DiagnosticDescriptor[] Rules =
        [.. new LockDeclarationAnalyzer().SupportedDiagnostics, .. new PermitCountAnalyzer().SupportedDiagnostics];

    public static TheoryData<string> Ids { get; } = [.. Rules.Select(rule => rule.Id).Distinct()];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Ids))]
    public async Task Bad_example_fires_this_diagnostic_and_no_other(string id)
    {
        var found = await CompiledSource.Of(Example(id, "Bad")).AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Equal([id], found.Select(diagnostic => diagnostic.Id).Distinct());
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Ids))]
    public async Task Good_example_is_silent_and_compiles(string id)
    {
        var compiled = CompiledSource.Of(Example(id, "Good"));

        Assert.Empty(await compiled.AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        Assert.Empty(compiled.CompilerMessages());
        Assert.NotEmpty(compiled.Files);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Ids))]
    public void Page_has_the_rules_title_and_stands_in_the_index(string id)
    {
        var title = Rules.First(rule => rule.Id == id).Title.ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.StartsWith($"# {id}: {title}\n", Page(id), StringComparison.Ordinal);
        Assert.Contains($"[{id}]({id}.md)", Page("index"), StringComparison.Ordinal);
        Assert.Contains($"dotnet_diagnostic.{id}.severity", Page(id), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Help_link_of_every_rule_leads_to_its_page() => Assert.All(Rules, rule => Assert.Equal(
        $"https://github.com/distributedlock-generators/DistributedLock.Generators/blob/main/docs/diagnostics/{rule.Id}.md", rule.HelpLinkUri));

    private static string Example(string id, string heading) =>
        CodeBlock().Match(Page(id), Page(id).IndexOf($"\n## {heading}\n", StringComparison.Ordinal)).Groups["code"].Value;

    private static string Page(string name) =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics", $"{name}.md")).ReplaceLineEndings("\n");

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
