using DistributedLock.Generators.Tests.Decorators;
using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.Caching;

/// <summary>A decorator is written again when its interface changes, and only then.</summary>
public class DecoratorCachingTests
{
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(DecoratorCases.Names), MemberType = typeof(DecoratorCases))]
    public void Unrelated_edit_writes_nothing_again(string name)
    {
        var compilation = CompiledSource.Compilation(DecoratorCases.SourceOf(name));
        var driver = CompiledSource.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);

        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "interface IUnrelated : System.IDisposable { }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options, cancellationToken: TestContext.Current.CancellationToken));
        var result = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        var ofContracts = result.TrackedSteps[LockedMethodGenerator.DecoratorReadingStep]
            .Where(step => step.Outputs.Any(output => output.Value is not null));
        Assert.NotEmpty(ofContracts);
        Assert.All(
            ofContracts.SelectMany(step => step.Outputs),
            output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, output.Reason.ToString()));
        Assert.Equal(1, Written(result)); // That of the unrelated interface, of which nothing comes.
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(DecoratorCases.Names), MemberType = typeof(DecoratorCases))]
    public void Model_read_from_another_compilation_is_equal(string name)
    {
        var first = Models(DecoratorCases.SourceOf(name));
        var second = Models(DecoratorCases.SourceOf(name) + "\n// a comment moves nothing");

        Assert.Contains(first, static model => model is not null);
        Assert.Equal(first, second);
        Assert.Equal(first.Select(static model => model?.GetHashCode()), second.Select(static model => model?.GetHashCode()));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("\"a-{id}\"", "\"b-{id}\"", 2)]
    [InlineData("void Other(int id);", "void Other(long id);", 1)]
    [InlineData("class Orders { }", "class Orders { int _x; }", 0)]
    public void Edit_of_an_interface_writes_its_decorators_again(string before, string after, int expected)
    {
        const string source = """
            public interface IOrders { [DistributedLock("a-{id}")] void Place(int id); }
            public interface IMore : IOrders { void More(); }
            public interface IElse { [DistributedLock("e")] void Run(); void Other(int id); }
            public class Orders { }
            """;
        var compilation = CompiledSource.Compilation(source);
        var driver = CompiledSource.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        var tree = compilation.SyntaxTrees[0];

        var edited = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(
            tree.ToString().Replace(before, after, StringComparison.Ordinal),
            (CSharpParseOptions)tree.Options,
            "Source.cs",
            cancellationToken: TestContext.Current.CancellationToken));
        var result = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        Assert.Equal(3, result.GeneratedSources.Length);
        Assert.Equal(expected, Written(result));
    }

    private static int Written(GeneratorRunResult result) => result.TrackedOutputSteps
        .SelectMany(step => step.Value)
        .SelectMany(step => step.Outputs)
        .Count(output => output.Reason != IncrementalStepRunReason.Cached);

    private static List<object?> Models(string source)
    {
        var driver = CompiledSource.Driver().RunGenerators(CompiledSource.Compilation(source), TestContext.Current.CancellationToken);
        return [.. driver.GetRunResult().Results.Single().TrackedSteps[LockedMethodGenerator.DecoratorReadingStep]
            .SelectMany(step => step.Outputs)
            .Select(output => output.Value)];
    }
}
