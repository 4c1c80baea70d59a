namespace DistributedLock.Documentation.Tests;

public sealed partial class SnippetTests
{
    private const string Before = "before: ";
    private const string Runs = "runs: ";

    /// <summary>Whose code is shown on the page about migrating and not compiled, and why.</summary>
    private static readonly Dictionary<string, string> NotCompiled = new(StringComparer.Ordinal)
    {
        ["DistributedLock by madelson"] = "its packages have the ids and namespaces that ours must not meet, and are not on the feed",
        ["RedLock.net"] = "its package is not on the feed",
        ["ABP"] = "its packages are not on the feed",
        ["Foundatio"] = "its package is not on the feed",
        ["Hangfire"] = "the attribute is not part of the contract that stands for the package here",
    };

    public static TheoryData<string> Compiled => [.. Pages.Snippets()
        .Where(static snippet => snippet.Tag is not ("generated" or "reported") && !snippet.Tag.StartsWith(Before, StringComparison.Ordinal)).Select(static snippet => snippet.ToString())];

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
    public void Snippet_of_another_library_is_at_least_C_sharp_and_names_a_library_that_cannot_be_compiled_here()
    {
        var snippets = Pages.Snippets().Where(static snippet => snippet.Tag.StartsWith(Before, StringComparison.Ordinal)).ToList();

        Assert.Equal(NotCompiled.Keys.Order(StringComparer.Ordinal), snippets.Select(static snippet => snippet.Tag[Before.Length..]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(snippets, static snippet =>
        {
            Assert.Equal(Path.Combine("docs", "migrating.md"), snippet.Page);
            Assert.Empty(SnippetCompiler.SyntaxErrors(snippet.Code));
        });
    }

    [Fact(Timeout = 60_000)]
    public async Task Snippet_that_says_how_it_ends_ends_like_that()
    {
        var snippets = Pages.Snippets().Where(static snippet => snippet.Tag.StartsWith(Runs, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(snippets);

        foreach (var snippet in snippets)
        {
            var exception = await SnippetCompiler.RunAsync(snippet.Code, TestContext.Current.CancellationToken);

            Assert.Equal(snippet.Tag[Runs.Length..], exception?.GetType().Name ?? "to its end");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Whole_program_is_compiled_as_one()
    {
        const string program = """
            using System.Globalization;

            await new Service(locks).RunAsync("7");
            Console.WriteLine(1.5.ToString(CultureInfo.InvariantCulture));

            public partial class Service(IDistributedLockProvider locks)
            {
                [DistributedLock("report-{tenantId}")]
                public partial Task RunAsync(string tenantId);
                private Task RunCoreAsync(string tenantId) => Task.CompletedTask;
            }
            """;

        Assert.Empty(await SnippetCompiler.CheckAsync(program, TestContext.Current.CancellationToken));
        Assert.Contains(
            await SnippetCompiler.CheckAsync(program.Replace("\"7\"", "7", StringComparison.Ordinal), TestContext.Current.CancellationToken),
            static problem => problem.Id == "CS1503");
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
        var example = snippets.Single(snippet => snippet.Tag.Length == 0 && snippet.Code.Contains(snippets[shown].Code.Split('\n')[0] + "(", StringComparison.Ordinal));
        var generated = SnippetCompiler.GeneratedFor(example.Code, TestContext.Current.CancellationToken);

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
