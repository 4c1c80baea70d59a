using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.Caching;

/// <summary>A second run of the generator, by the same driver, over sources that were edited after the first one: what an editor does at every key press.</summary>
internal sealed class RepeatedRun
{
    private readonly GeneratorRunResult _result;

    private RepeatedRun(Compilation first, Func<CSharpParseOptions, Compilation> edit)
    {
        var driver = CompiledSource.Driver().RunGenerators(first, TestContext.Current.CancellationToken);
        var edited = edit((CSharpParseOptions)first.SyntaxTrees.First().Options);
        _result = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
    }

    public int Files => _result.GeneratedSources.Length;

    public IEnumerable<string> Names => _result.GeneratedSources.Select(static source => source.HintName);

    /// <summary>The files that were written again. One that would not come out otherwise counts, too: it was written for nothing.</summary>
    public int Written => _result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs)
        .Count(static output => output.Reason != IncrementalStepRunReason.Cached);

    /// <summary>Another file is added.</summary>
    public static RepeatedRun AfterAdding(string other, CSharpCompilation compilation) =>
        new(compilation, options => compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(other, options, cancellationToken: TestContext.Current.CancellationToken)));

    /// <summary>A piece of the only file is replaced, which must be there.</summary>
    public static RepeatedRun AfterReplacing(string before, string after, CSharpCompilation compilation)
    {
        var tree = compilation.SyntaxTrees.Single();
        Assert.Contains(before, tree.ToString(), StringComparison.Ordinal);
        return new(compilation, options => compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(
            tree.ToString().Replace(before, after, StringComparison.Ordinal), options, tree.FilePath, cancellationToken: TestContext.Current.CancellationToken)));
    }

    /// <summary>One of several files is written anew.</summary>
    public static RepeatedRun AfterRewriting(SyntaxTree file, string text, CSharpCompilation compilation) =>
        new(compilation, options => compilation.ReplaceSyntaxTree(file, CSharpSyntaxTree.ParseText(text, options, file.FilePath, cancellationToken: TestContext.Current.CancellationToken)));

    /// <summary>What a reading step gave that read anything, with what became of it.</summary>
    public IReadOnlyList<(object? Value, IncrementalStepRunReason Reason)> Read(string step) =>
        [.. _result.TrackedSteps[step].SelectMany(static run => run.Outputs).Where(static output => output.Value is not null)];

    /// <summary>What a reading step gives in a first run.</summary>
    public static IReadOnlyList<object?> Models(string step, string source)
    {
        var driver = CompiledSource.Driver().RunGenerators(CompiledSource.Compilation(source), TestContext.Current.CancellationToken);
        return [.. driver.GetRunResult().Results.Single().TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Value)];
    }
}
