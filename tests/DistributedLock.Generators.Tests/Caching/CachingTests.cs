using DistributedLock.Generators.Tests.Harness;
using DistributedLock.Generators.Tests.Snapshots;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.Caching;

/// <summary>The generator works at every key press: what did not change must not be written again.</summary>
public class CachingTests
{
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void Unrelated_edit_writes_nothing_again(string name)
    {
        var compilation = CompiledSource.Compilation(SnapshotCases.SourceOf(name));
        var driver = CompiledSource.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);

        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "class Unrelated { }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options, cancellationToken: TestContext.Current.CancellationToken));
        var result = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        Assert.NotEmpty(result.TrackedSteps[LockedMethodGenerator.ReadingStep]);
        Assert.All(Reasons(result.TrackedSteps[LockedMethodGenerator.ReadingStep]), reason => Assert.True(IsUnchanged(reason), reason.ToString()));
        Assert.All(result.TrackedOutputSteps.SelectMany(step => Reasons(step.Value)), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void Model_read_from_another_compilation_is_equal(string name)
    {
        var first = Models(SnapshotCases.SourceOf(name));
        var second = Models(SnapshotCases.SourceOf(name) + "\n// a comment moves nothing");

        Assert.Equal(first, second);
        Assert.Equal(first.Select(model => model!.GetHashCode()), second.Select(model => model!.GetHashCode()));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("TimeoutSeconds = 1", "TimeoutSeconds = 2", 1)]
    [InlineData("\"b-{id}\"", "\"c-{id}\"", 1)]
    [InlineData("FirstAsync(int id, int second);", "FirstAsync(int id, long second);", 1)]
    [InlineData("private Task SecondCoreAsync(int id) { }", "private Task SecondCoreAsync(int id) { return null!; }", 0)]
    public void Edit_of_one_method_writes_one_file_again(string before, string after, int expected)
    {
        const string source = """
            public partial class Service
            {
                private readonly IDistributedLockProvider _locks = null!;

                [DistributedLock("a-{id}", TimeoutSeconds = 1)] public partial Task FirstAsync(int id, int second);
                private Task FirstCoreAsync(int id, int second) => null!;
                private Task FirstCoreAsync(int id, long second) => null!;

                [DistributedLock("b-{id}")] public partial Task SecondAsync(int id);
                private Task SecondCoreAsync(int id) { }

                [DistributedLock("z")] public partial Task ThirdAsync();
                private Task ThirdCoreAsync() => null!;
            }
            """;
        var compilation = CompiledSource.Compilation(source);
        var driver = CompiledSource.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        var tree = compilation.SyntaxTrees[0];
        Assert.Contains(before, tree.ToString(), StringComparison.Ordinal);

        var edited = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(
            tree.ToString().Replace(before, after, StringComparison.Ordinal),
            (CSharpParseOptions)tree.Options,
            "Source.cs",
            cancellationToken: TestContext.Current.CancellationToken));
        var result = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        var written = result.TrackedOutputSteps.SelectMany(step => Reasons(step.Value)).Count(reason => reason != IncrementalStepRunReason.Cached);
        Assert.Equal(3, result.GeneratedSources.Length);
        Assert.Equal(expected, written);
    }

    private static List<object?> Models(string source)
    {
        var driver = CompiledSource.Driver().RunGenerators(CompiledSource.Compilation(source), TestContext.Current.CancellationToken);
        return [.. driver.GetRunResult().Results.Single().TrackedSteps[LockedMethodGenerator.ReadingStep]
            .SelectMany(step => step.Outputs)
            .Select(output => output.Value)];
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        steps.SelectMany(step => step.Outputs).Select(output => output.Reason);

    private static bool IsUnchanged(IncrementalStepRunReason reason) => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;
}
