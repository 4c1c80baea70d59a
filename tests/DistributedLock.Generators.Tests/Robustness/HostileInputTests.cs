using System.Collections.Immutable;
using DistributedLock.Analyzers.Declarations;
using DistributedLock.Generators.Tests.Decorators;
using DistributedLock.Generators.Tests.Harness;
using DistributedLock.Generators.Tests.Snapshots;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Generators.Tests.Robustness;

/// <summary>Code in an editor is broken most of the time. Neither the generator nor an analyzer may throw on any of it.</summary>
public class HostileInputTests
{
    private const string Characters = "{}<>()[];:,.*?!@\"'\\%=&| \nabIDX019é\u0000\uD800";

    private static readonly string[] Words =
    [
        "partial", "async", "static", "ref", "out", "this", "params", "where", "T", "Task", "class", "record", "struct", "interface", "null", "default", "override",
        "file", "unsafe", "[DistributedLock(", "[DistributedLock(\"k-{a}\")]", "LockResult<", "IAsyncEnumerable<int>", "CancellationToken", "operator", "=>", "nameof(", "\"\"\"", "$\"",
    ];

    [Theory(Timeout = 120_000)]
    [InlineData("TaskOfValue")]
    [InlineData("Fallback")]
    [InlineData("SeveralLocks")]
    [InlineData("GenericNested")]
    [InlineData("DecoratorInherited")]
    [InlineData("DecoratorNested")]
    public async Task Every_prefix_of_a_source_is_survived(string name)
    {
        var source = name.StartsWith("Decorator", StringComparison.Ordinal) ? DecoratorCases.SourceOf(name) : SnapshotCases.SourceOf(name);
        var ends = CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)
            .GetRoot(TestContext.Current.CancellationToken).DescendantTokens().Select(token => token.Span.End);

        await SurvivesAsync(ends.Select(end => source[..end]));
    }

    [Theory(Timeout = 120_000)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_mutations_of_sources_are_survived(int seed)
    {
        var random = new Random(seed);
        var sources = seed == 3
            ? DecoratorCases.Names.Select(row => DecoratorCases.SourceOf(row.Data)).ToArray()
            : SnapshotCases.Names.Select(row => SnapshotCases.SourceOf(row.Data)).ToArray();

        await SurvivesAsync(Enumerable.Range(0, 1500).Select(_ => Mutate(sources[random.Next(sources.Length)], random)));
    }

    [Fact(Timeout = 60_000)]
    public void Method_that_is_there_twice_is_generated_once()
    {
        const string part = """
            public partial class S
            {
                [DistributedLock("k")] public partial void M(int a);
                [DistributedLock("k")] public partial void M(int a);
                [DistributedLock("k")] public partial void M(string a);
                private void MCore(int a) { }
                private void MCore(string a) { }
                private static readonly IDistributedLockProvider L = null!;
            }
            """;

        Assert.Equal(2, CompiledSource.Of(part).Files.Length);
        Assert.Equal(2, CompiledSource.Of(part + part.Replace("L = ", "N = ", StringComparison.Ordinal).Replace("private static", "// ", StringComparison.Ordinal)).Files.Length);
    }

    [Fact(Timeout = 60_000)]
    public void Method_of_a_type_that_is_there_as_two_kinds_is_generated_once()
    {
        const string part = """
            public partial class O
            {
                public partial class S(IDistributedLockProvider l) { [DistributedLock("k")] public partial void M(); private void MCore() { } }
            }
            """;

        Assert.Single(CompiledSource.Of(part + part.Replace("class S", "struct S", StringComparison.Ordinal)).Files);
        Assert.Single(CompiledSource.Of(part + part.Replace("class O", "struct O", StringComparison.Ordinal)).Files);
    }

    [Fact(Timeout = 120_000)]
    public void Random_templates_are_survived()
    {
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
        {
            var template = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => Characters[random.Next(Characters.Length)])]);

            var parsed = CodeModel.Templates.KeyTemplateParser.Parse(template);

            // What is accepted must survive its canonical spelling, and what is rejected must point into the template.
            Assert.All(parsed.Errors, error => Assert.InRange(error.Start + error.Length, 0, template.Length));
            if (parsed.Errors.Count == 0)
            {
                var again = CodeModel.Templates.KeyTemplateParser.Parse(parsed.Canonical);
                Assert.Empty(again.Errors);
                Assert.Equal(parsed.Canonical, again.Canonical);
            }
        }
    }

    private static string Mutate(string source, Random random)
    {
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var position = random.Next(source.Length);
            var length = Math.Min(random.Next(1, 12), source.Length - position);
            source = random.Next(5) switch
            {
                0 => source.Remove(position, length),
                1 => source.Insert(position, Words[random.Next(Words.Length)] + " "),
                2 => source.Insert(position, Characters[random.Next(Characters.Length)].ToString()),
                3 => source.Insert(random.Next(source.Length), source.Substring(position, length)),
                _ => source.Remove(position, length).Insert(position, Words[random.Next(Words.Length)]),
            };
        }

        return source;
    }

    /// <summary>
    /// Sources go through one driver, as the edits of files do, and several at once: types and methods that are there twice are part of the hostility.
    /// </summary>
    private static async Task SurvivesAsync(IEnumerable<string> sources)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var empty = CompiledSource.Compilation(string.Empty);
        var usings = empty.SyntaxTrees[0].ToString();
        var driver = CompiledSource.Driver();
        foreach (var batch in sources.Chunk(10))
        {
            var compilation = empty.RemoveAllSyntaxTrees().AddSyntaxTrees(batch.Select((source, index) => CSharpSyntaxTree.ParseText(
                usings + source, (CSharpParseOptions)empty.SyntaxTrees[0].Options, $"Source{index}.cs", cancellationToken: cancellationToken)));

            driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var problems, cancellationToken);

            Assert.True(problems.IsEmpty, $"{string.Join("\n", problems)}\n{string.Join("\n----\n", batch)}");
            var found = await AnalyzeAsync(output, cancellationToken);
            Assert.True(found.All(diagnostic => diagnostic.Id != "AD0001"), $"{string.Join("\n", found)}\n{string.Join("\n----\n", batch)}");
        }
    }

    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation, CancellationToken cancellationToken) =>
        compilation.WithAnalyzers([new LockDeclarationAnalyzer(), new PermitCountAnalyzer()], (AnalyzerOptions?)null).GetAnalyzerDiagnosticsAsync(cancellationToken);
}
