using DistributedLock.Generators.Tests.Decorators;
using DistributedLock.Generators.Tests.Harness;
using DistributedLock.Generators.Tests.Snapshots;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.Caching;

/// <summary>The generator works at every key press: what did not change must not be written again.</summary>
public class CachingTests
{
    /// <summary>Every shape of what is generated, with the step that reads it.</summary>
    public static TheoryData<string, string> Shapes =>
    [
        .. SnapshotCases.Names.Select(static row => (LockedMethodGenerator.ReadingStep, row.Data)),
        .. DecoratorCases.Names.Select(static row => (LockedMethodGenerator.DecoratorReadingStep, row.Data)),
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Shapes))]
    public void Unrelated_edit_writes_nothing_again(string step, string name)
    {
        var run = RepeatedRun.AfterAdding("class Unrelated { } interface IUnrelated { }", CompiledSource.Compilation(SourceOf(step, name)));

        Assert.NotEmpty(run.Read(step));
        Assert.All(run.Read(step), static read => Assert.True(read.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, read.Reason.ToString()));
        Assert.Equal(0, run.Written);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Shapes))]
    public void Model_read_from_another_compilation_is_equal(string step, string name)
    {
        var first = RepeatedRun.Models(step, SourceOf(step, name));
        var second = RepeatedRun.Models(step, SourceOf(step, name) + "\n// a comment moves nothing");

        Assert.Contains(first, static model => model is not null);
        Assert.Equal(first, second);
        Assert.Equal(first.Select(static model => model?.GetHashCode()), second.Select(static model => model?.GetHashCode()));
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

        var run = RepeatedRun.AfterReplacing(before, after, CompiledSource.Compilation(source));

        Assert.Equal(3, run.Files);
        Assert.Equal(expected, run.Written);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("\"a-{id}\"", "\"b-{id}\"", 2)]
    [InlineData("void Other(int id);", "void Other(long id);", 1)]
    [InlineData("class Orders { }", "class Orders { int _x; }", 0)]
    [InlineData("interface IElse {", "interface IElsewhere {", 2)]
    public void Edit_of_an_interface_writes_its_decorators_again(string before, string after, int expected)
    {
        const string source = """
            public interface IOrders { [DistributedLock("a-{id}")] void Place(int id); }
            public interface IMore : IOrders { void More(); }
            public interface IElse { [DistributedLock("e")] void Run(); void Other(int id); }
            public class Orders { }
            """;

        var run = RepeatedRun.AfterReplacing(before, after, CompiledSource.Compilation(source));

        Assert.Equal(4, run.Files); // Three decorators, and the method that puts all of them in place.
        Assert.Equal(expected, run.Written);
    }

    [Fact(Timeout = 60_000)]
    public void Lock_that_a_base_interface_gets_in_another_file_writes_the_decorator_of_what_inherits_it()
    {
        const string inheriting = "namespace Inner { public static partial class Outer { public interface IMore : global::IBase { void More(); } } }";
        const string unlocked = "public interface IBase { void Place(int id); }";
        var compilation = CompiledSource.Compilation(inheriting);
        var options = (CSharpParseOptions)compilation.SyntaxTrees.Single().Options;
        var file = CSharpSyntaxTree.ParseText(unlocked, options, "Base.cs", cancellationToken: TestContext.Current.CancellationToken);

        var run = RepeatedRun.AfterRewriting(file, "public interface IBase { [DistributedLock.DistributedLock(\"a-{id}\")] void Place(int id); }", compilation.AddSyntaxTrees(file));

        Assert.Equal(["IBase", "Inner", "LockedServices"], run.Names.Select(static name => name.Split('.')[0]));
    }

    private static string SourceOf(string step, string name) => step == LockedMethodGenerator.ReadingStep ? SnapshotCases.SourceOf(name) : DecoratorCases.SourceOf(name);
}
