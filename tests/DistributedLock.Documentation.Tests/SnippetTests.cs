namespace DistributedLock.Documentation.Tests;

public sealed partial class SnippetTests
{
    public static TheoryData<string> Compiled => [.. Pages.Snippets().Where(static snippet => snippet.Tag is not ("generated" or "reported")).Select(static snippet => snippet.ToString())];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Compiled))]
    public async Task Snippet_of_a_page_compiles_without_warnings(string place)
    {
        var snippet = Pages.Snippets().Single(snippet => snippet.ToString() == place);

        var problems = await SnippetCompiler.CheckAsync(snippet.Code, TestContext.Current.CancellationToken);

        Assert.True(problems.Count == 0, $"{place}\n{string.Join("\n", problems)}");
    }

    [Fact(Timeout = 60_000)]
    public async Task Snippet_that_shows_diagnostics_gets_exactly_those()
    {
        var snippets = Pages.Snippets().Where(static snippet => snippet.Tag == "reported").ToList();
        Assert.NotEmpty(snippets);

        foreach (var snippet in snippets)
        {
            var shown = snippet.Code.Split('\n').SelectMany(static (line, index) => Shown().Matches(line).Select(match => (Line: index, Id: match.Groups["id"].Value)));
            var found = await SnippetCompiler.CheckAsync(snippet.Code, TestContext.Current.CancellationToken);

            Assert.Equal(shown, found.Select(static problem => (problem.Location.GetLineSpan().StartLinePosition.Line, problem.Id)).Order());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Snippet_with_a_mistake_is_reported()
    {
        const string wrong = """
            public partial class Service(IDistributedLockProvider locks)
            {
                [DistributedLock("report-{tenant}")]
                public partial Task RunAsync(string tenantId);
                private Task RunCoreAsync(string tenantId) => Task.CompletedTask;
            }
            """;

        var problems = await SnippetCompiler.CheckAsync(wrong, TestContext.Current.CancellationToken);

        Assert.Contains(problems, static problem => problem.Id == "DLK0005");
    }

    [Fact(Timeout = 60_000)]
    public void Readme_shows_what_is_generated_for_its_example()
    {
        var snippets = Pages.SnippetsOf("README.md", Pages.Read("README.md")).ToList();
        var shown = snippets.FindIndex(static snippet => snippet.Tag == "generated");
        var generated = SnippetCompiler.GeneratedFor(snippets[shown - 1].Code, TestContext.Current.CancellationToken);

        Assert.Equal(Abridged(generated), snippets[shown].Code);
    }

    /// <summary>As the README says: without the header, the marks of generated code and the namespaces in front of every name.</summary>
    private static string Abridged(string code)
    {
        var lines = code.Split('\n').SkipWhile(static line => !line.Contains("partial class", StringComparison.Ordinal))
            .Where(static line => !line.Contains("GeneratedCode(", StringComparison.Ordinal));
        var names = System.Text.RegularExpressions.Regex.Replace(string.Join("\n", lines), @"global::(?:DistributedLock\.(?:CompilerServices\.)?|System\.(?:Threading\.(?:Tasks\.)?)?)", "");
        return names.Trim();
    }

    [System.Text.RegularExpressions.GeneratedRegex("// (error|warning) (?<id>DLK[0-9]{4})")]
    private static partial System.Text.RegularExpressions.Regex Shown();
}
