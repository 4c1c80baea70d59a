using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.Jobs;

/// <summary>An edit that changes nothing of a job writes none of its files again.</summary>
public class JobCachingTests
{
    private const string Source = """
        using Coravel.Invocable;

        [DistributedLock("first-{Page}")]
        public partial class FirstJob(IDistributedLockProvider locks) : IInvocable { public int Page => 1; public Task Invoke() => Task.CompletedTask; }

        [DistributedLock("second")]
        public partial class SecondJob(IDistributedLockProvider locks) : IInvocable { public Task Invoke() => Task.CompletedTask; }
        """;

    [Theory(Timeout = 60_000)]
    [InlineData("=> Task.CompletedTask", "=> Task.FromResult(1)", 0)]
    [InlineData("\"second\"", "\"third\"", 1)]
    [InlineData("int Page", "long Page", 0)]
    [InlineData("FirstJob(IDistributedLockProvider locks)", "FirstJob(InMemoryLockProvider locks)", 2)]
    public void Edit_writes_only_what_it_changes(string before, string after, int expected)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var compilation = CompiledSource.Compilation(Source).AddReferences(References.JobFrameworks);
        var driver = CompiledSource.Driver().RunGenerators(compilation, cancellation);
        var tree = compilation.SyntaxTrees[0];
        var text = tree.ToString();
        Assert.Contains(before, text, StringComparison.Ordinal);
        var edited = compilation.ReplaceSyntaxTree(
            tree, CSharpSyntaxTree.ParseText(text.Replace(before, after, StringComparison.Ordinal), (CSharpParseOptions)tree.Options, tree.FilePath, cancellationToken: cancellation));

        var result = driver.RunGenerators(edited, cancellation).GetRunResult().Results.Single();

        Assert.Equal(3, result.GeneratedSources.Length);
        var written = result.TrackedOutputSteps.SelectMany(static steps => steps.Value).SelectMany(static step => step.Outputs)
            .Count(static output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
        Assert.Equal(expected, written);
    }
}
