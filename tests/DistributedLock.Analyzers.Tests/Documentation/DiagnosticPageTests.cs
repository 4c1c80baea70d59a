using System.Globalization;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Documentation;

/// <summary>Every diagnostic has a page whose examples are true, and every page a diagnostic.</summary>
public class DiagnosticPageTests
{
    private static readonly ILookup<string, DiagnosticDescriptor> Rules = AllRules.Descriptors.ToLookup(rule => rule.Id);

    public static TheoryData<string> Ids { get; } = [.. Rules.Select(rule => rule.Key).Order(StringComparer.Ordinal)];

    [Fact(Timeout = 60_000)]
    public void Every_diagnostic_has_a_page_and_every_page_a_diagnostic() =>
        Assert.Equal(Rules.Select(rule => rule.Key).Order(StringComparer.Ordinal), DiagnosticPage.Ids.Order(StringComparer.Ordinal));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Ids))]
    public async Task Bad_example_fires_this_diagnostic_and_no_other(string id)
    {
        // What is wrong with a declaration is often an error of the language, too; what is wrong with a use never is.
        var compiled = TestCompilation.Of(ExampleCode.Of(DiagnosticPage.Of(id).Example("Bad")) with { MayNotCompile = IsAboutDeclarations(id) });

        var found = await compiled.DiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.True(found.Select(diagnostic => diagnostic.Id).Distinct().SequenceEqual([id]), "Found: " + string.Join('\n', found));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Ids))]
    public async Task Good_example_is_silent_under_all_rules_and_compiles_without_a_warning(string id)
    {
        var compiled = TestCompilation.Of(ExampleCode.Of(DiagnosticPage.Of(id).Example("Good")));

        Assert.Empty(await compiled.DiagnosticsAsync(TestContext.Current.CancellationToken));
        Assert.Empty(compiled.Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(message => message.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Ids))]
    public void Page_has_the_rules_title_and_severity_and_says_how_to_configure_it(string id)
    {
        var page = DiagnosticPage.Of(id);

        Assert.StartsWith($"# {id}: {TitleOf(id)}\n\nSeverity: {DiagnosticPage.SeverityOf(Rules[id])}\n", page.Text, StringComparison.Ordinal);
        Assert.Contains($"dotnet_diagnostic.{id}.severity", page.Section("Configure"), StringComparison.Ordinal);
        Assert.All(["What", "Why"], heading => Assert.NotEmpty(page.Section(heading).Trim()));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Ids))]
    public void Index_has_the_rule_under_its_bands_heading_with_title_and_severity(string id)
    {
        var row = $"| [{id}]({id}.md) | {DiagnosticPage.SeverityOf(Rules[id])} | {TitleOf(id)} |";

        Assert.Contains(row, DiagnosticPage.Index.Section(HeadingOf(id)).Split('\n'));
    }

    [Fact(Timeout = 60_000)]
    public void Index_names_no_diagnostic_that_does_not_exist() => Assert.All(
        DiagnosticPage.Index.Text.Split('\n').Where(line => line.StartsWith("| [DLK", StringComparison.Ordinal)),
        row => Assert.Contains(row["| [".Length..row.IndexOf(']', StringComparison.Ordinal)], Rules.Select(rule => rule.Key)));

    [Fact(Timeout = 60_000)]
    public void Help_link_of_every_rule_leads_to_its_page() => Assert.All(AllRules.Descriptors, rule => Assert.Equal(
        $"https://github.com/distributedlock-generators/DistributedLock.Generators/blob/main/docs/diagnostics/{rule.Id}.md", rule.HelpLinkUri));

    [Fact(Timeout = 60_000)]
    public void Descriptors_of_one_id_have_one_title() =>
        Assert.All(Rules, rule => Assert.Single(rule.Select(descriptor => descriptor.Title.ToString(CultureInfo.InvariantCulture)).Distinct()));

    private static string TitleOf(string id) => Rules[id].First().Title.ToString(CultureInfo.InvariantCulture);

    private static bool IsAboutDeclarations(string id) => id.StartsWith("DLK00", StringComparison.Ordinal);

    private static string HeadingOf(string id) => id[..^2] switch
    {
        "DLK00" => "Declarations (DLK00xx)",
        "DLK01" => "Usage (DLK01xx)",
        "DLK02" => "Order (DLK02xx)",
        "DLK03" => "Design (DLK03xx)",
        _ => throw new ArgumentException($"No band is known for {id}.", nameof(id)),
    };
}
