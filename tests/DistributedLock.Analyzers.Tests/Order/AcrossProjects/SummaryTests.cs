using DistributedLock.Analyzers.Order.Summaries;
using DistributedLock.Analyzers.Tests.Harness;
using DistributedLock.Tests.Processes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Order.AcrossProjects;

/// <summary>What a build writes about an assembly's methods.</summary>
public class SummaryTests
{
    [Fact(Timeout = 60_000)]
    public void Method_without_a_lock_is_not_mentioned()
    {
        var library = Library.Build("Lib", """
            public class Worker(IDistributedLockProvider locks)
            {
                public async Task TakeAsync() { await using var held = await locks.AcquireAsync("a"); }
                public Task FreeAsync() => Task.CompletedTask;
                public Task AcquireAsync() => FreeAsync();
                private Task HiddenAsync() => TakeAsync();
            }

            internal class Inner(Worker worker) { public Task TakeAsync() => worker.TakeAsync(); }
            """);

        Assert.Equal(["M:Worker.TakeAsync"], library.Summaries().Select(static summary => summary.Member));
    }

    [Fact(Timeout = 60_000)]
    public void Internal_method_is_mentioned_where_the_assembly_has_friends()
    {
        var library = Library.Build("Lib", """
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Friend")]
            internal class Worker(IDistributedLockProvider locks)
            {
                internal async Task TakeAsync() { await using var held = await locks.AcquireAsync("a"); }
                private Task HiddenAsync() => TakeAsync();
            }
            """);

        Assert.Equal(["M:Worker.TakeAsync"], library.Summaries().Select(static summary => summary.Member));
    }

    [Fact(Timeout = 60_000)]
    public void Assembly_without_locks_gets_nothing() => Assert.Empty(Library.Build("Lib", """
        public class Worker
        {
            public Task Acquire() => Task.CompletedTask;
            public async Task RetryAsync(Func<Task> body) { await body(); }
        }
        """).Summaries());

    [Fact(Timeout = 60_000)]
    public void Order_of_the_files_does_not_show()
    {
        string[] sources =
        [
            """public class A(IDistributedLockProvider locks, B b) { public async Task RunAsync() { await using var x = await locks.AcquireAsync("x"); await b.RunAsync(); } }""",
            """public class B(IDistributedLockProvider locks) { public async Task RunAsync() { await using var y = await locks.AcquireAsync("y"); await OtherAsync(); } public async Task OtherAsync() { await using var z = await locks.AcquireAsync("z"); } }""",
        ];
        var one = Library.Build("Lib", sources, Library.Generators).Summaries();
        var other = Library.Build("Lib", [.. sources.Reverse()], Library.Generators).Summaries();

        Assert.NotEmpty(one);
        Assert.Equal(one, other);
    }

    [Fact(Timeout = 60_000)]
    public void Work_is_left_to_builds()
    {
        var compilation = CSharpCompilation.Create(
            "Lib",
            [CSharpSyntaxTree.ParseText("using DistributedLock; public class Worker(IDistributedLockProvider locks) { public void Take() { using var held = locks.Acquire(\"a\"); } }", cancellationToken: TestContext.Current.CancellationToken)],
            References.All);
        var whileTyping = CSharpGeneratorDriver.Create(
            [new LockSummaryGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.Implementation));
        var inOtherEditors = CSharpGeneratorDriver.Create(
            [new LockSummaryGenerator().AsSourceGenerator()],
            optionsProvider: new TestOptions(File.ReadAllText(Repository.PathOf("generators", "DistributedLock.Generators", "build", "distributedlock-editor.globalconfig"))));

        Assert.Empty(whileTyping.RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().GeneratedTrees);
        Assert.Empty(inOtherEditors.RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().GeneratedTrees);
        Assert.Single(CSharpGeneratorDriver.Create(new LockSummaryGenerator()).RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().GeneratedTrees);
    }

    [Fact(Timeout = 60_000)]
    public void Older_runtime_without_the_attribute_gets_nothing()
    {
        var compilation = CSharpCompilation.Create(
            "Old", [CSharpSyntaxTree.ParseText("class C { void Acquire() { Acquire(); } }", cancellationToken: TestContext.Current.CancellationToken)], References.All.Where(static reference => !reference.Display!.Contains("DistributedLock", StringComparison.Ordinal)));

        Assert.Empty(CSharpGeneratorDriver.Create(new LockSummaryGenerator()).RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().GeneratedTrees);
    }

    /// <summary>The text stands in released assemblies: a change of it is a new version, or an addition that old readers pass over.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("Sample", "samples/Aot/Billing.cs")]
    [InlineData("Library", null)]
    public void Text_is_as_verified(string name, string? path)
    {
        var source = path is null ? ReentrancyAcrossProjectsTests.LibrarySource : File.ReadAllText(Repository.PathOf(path.Split('/')));
        var written = Library.Build(name, source.ReplaceLineEndings("\n")).Generated();
        var folder = Repository.PathOf("tests", "DistributedLock.Analyzers.Tests", "Order", "AcrossProjects", "Snapshots");
        var verified = Path.Combine(folder, $"{name}.verified.cs");
        var received = Path.Combine(folder, $"{name}.received.cs");
        if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == written)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, written);
        Assert.Fail($"The summary differs from its snapshot. Compare {received} with {verified}; rename the one to the other to accept it.");
    }
}
