using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.Jobs;

/// <summary>What is generated for Hangfire: look at the files beside this one.</summary>
public class HangfireSnapshotTests
{
    private const int Limit = 60_000;

    private const string JobClass = """
        namespace Shop
        {
            public sealed record ImportRequest(Guid TenantId);

            public class Outer
            {
                [DistributedLock("report-{request.TenantId}-{day:yyyyMMdd}", OnContention = Contention.Reschedule, RescheduleSeconds = 30)]
                [DistributedLock("rows-{rows*}", Mode = LockMode.Shared)]
                public class Imports
                {
                    public void Import(ImportRequest request, DateTime day, CancellationToken cancellationToken, int[] rows) { }
                    public Task Import(int[] rows, DateTime? day, ImportRequest request, string? @as) => Task.CompletedTask;
                    public override string ToString() => "not a job";
                    internal void NoJob() { }
                }
            }
        }

        [DistributedLock("clean-up", OnContention = Contention.Throw)]
        public static class CleanUp { public static void Run() { } }
        """;

    [Fact(Timeout = Limit)]
    public void Job_classes_get_a_table_and_the_filter_that_reads_it()
    {
        var compiled = HangfireSource.Of(JobClass);

        Assert.Empty(compiled.CompilerMessages());
        Snapshot.Matches(compiled.Text, "../Jobs/HangfireJobClasses");
    }

    [Fact(Timeout = Limit)]
    public void Generated_code_compiles_with_the_oldest_language()
    {
        var compiled = HangfireSource.Of(
            """
            namespace Shop
            {
                [DistributedLock("report-{tenantId}")]
                public class Reports { public void Build(string tenantId) { } }
            }
            """,
            LanguageVersion.CSharp9);

        Assert.Empty(compiled.CompilerMessages());
    }

    [Fact(Timeout = Limit)]
    public void Method_that_is_rescheduled_says_so_in_its_definition()
    {
        var compiled = HangfireSource.Of("""
            public partial class Invoices(IDistributedLockProvider locks)
            {
                [DistributedLock("invoice", TimeoutSeconds = 0, OnContention = Contention.Reschedule, RescheduleSeconds = 20)]
                public partial Task CreateAsync(CancellationToken cancellationToken);
                private Task CreateCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            }
            """);

        Assert.Empty(compiled.CompilerMessages());
        Assert.Contains("RescheduleAfter = global::System.TimeSpan.FromSeconds(20),", compiled.Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public void Class_with_an_error_gets_a_table_that_lets_no_job_run()
    {
        var compiled = HangfireSource.Of("""
            [DistributedLock("report-{tenantId}")]
            public class Reports { public void Build(string tenant) { } }
            """);

        Assert.Empty(compiled.CompilerMessages());
        Assert.Contains("has an error (DLK0005). The job did not run.", compiled.Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public void Without_Hangfire_nothing_of_it_is_generated()
    {
        var compiled = CompiledSource.Of("public class Reports { public void Build(string tenant) { } }");

        Assert.Empty(compiled.Files);
    }

    [Fact(Timeout = Limit)]
    public void Edit_elsewhere_writes_nothing_again()
    {
        var compilation = HangfireSource.Compilation(JobClass);
        var driver = CompiledSource.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Elsewhere { }", cancellationToken: TestContext.Current.CancellationToken));

        var result = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results[0];

        Assert.All(
            result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs),
            static output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, output.Reason.ToString()));
    }
}
