using Xunit;

namespace DistributedLock.Packaging.Tests;

public sealed class ConsumerTests(PackedPackages packages)
{
    [Fact(Timeout = 180_000)]
    public async Task A_project_with_only_the_packages_builds_and_runs_a_locked_method()
    {
        using var consumer = new Consumer(packages, "net10.0", "Exe", "latest", """
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using DistributedLock;

            await using var locks = new FileSystemLockProvider(args[0]);
            Console.WriteLine(await new Reports(locks).GenerateAsync("acme"));

            public partial class Reports(IDistributedLockProvider locks)
            {
                [DistributedLock("report-{tenantId}", TimeoutSeconds = 5)]
                public partial Task<string> GenerateAsync(string tenantId, CancellationToken cancellationToken = default);

                private async Task<string> GenerateCoreAsync(string tenantId, CancellationToken cancellationToken)
                {
                    await Task.Yield();
                    var free = await Task.Run(async () => { await using var again = await OtherFlow(tenantId); return again is not null; });
                    return $"{tenantId}: {(free ? "not locked" : "locked")}";
                }

                private Task<IDistributedLockHandle?> OtherFlow(string tenantId)
                {
                    using (ExecutionContext.SuppressFlow())
                    {
                        return Task.Run(() => locks.TryAcquireAsync($"report-{tenantId}").AsTask());
                    }
                }
            }
            """);

        var build = await consumer.BuildAsync();
        Assert.True(build.ExitCode == 0, build.Text);
        var run = await consumer.RunAsync();

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Equal(["acme: locked"], run.Output);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_library_in_CSharp_9_for_netstandard_2_compiles_without_a_warning()
    {
        using var consumer = new Consumer(packages, "netstandard2.0", "Library", "9.0", """
            using System.Threading;
            using System.Threading.Tasks;
            using DistributedLock;

            namespace Consumer
            {
                public partial class Reports
                {
                    private readonly IDistributedLockProvider _locks;

                    public Reports(IDistributedLockProvider locks)
                    {
                        _locks = locks;
                    }

                    [DistributedLock("report-<tenantId>")]
                    public partial Task<int> GenerateAsync(string tenantId, CancellationToken cancellationToken = default);

                    private Task<int> GenerateCoreAsync(string tenantId, CancellationToken cancellationToken)
                    {
                        return Task.FromResult(tenantId.Length);
                    }
                }
            }
            """);

        var build = await consumer.BuildAsync();

        Assert.True(build.ExitCode == 0, build.Text);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_lock_that_another_project_takes_again_is_found_by_the_build()
    {
        const string Library = """
            using System.Threading.Tasks;
            using DistributedLock;

            namespace Library;

            public class Reports(IDistributedLockProvider locks)
            {
                public Task PrintAsync(string tenantId) => WriteAsync(tenantId);

                private async Task WriteAsync(string tenantId)
                {
                    await using var held = await locks.AcquireAsync($"report-{tenantId}");
                    await Task.Yield();
                }
            }
            """;
        using var consumer = new Consumer(packages, "net10.0", "Library", "latest", library: Library, source: """
            using System.Threading.Tasks;
            using DistributedLock;
            using Library;

            public partial class Months(IDistributedLockProvider locks, Reports reports)
            {
                [DistributedLock("report-{tenantId}")]
                public partial Task CloseAsync(string tenantId);

                private Task CloseCoreAsync(string tenantId) => reports.PrintAsync(tenantId);
            }
            """);

        var build = await consumer.BuildAsync();

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("error DLK0201: The lock \"report-{tenantId}\" may be taken again", build.Text);
        Assert.Contains("Months.CloseAsync -> Months.CloseCoreAsync -> Reports.PrintAsync -> Reports.WriteAsync", build.Text);
        Assert.DoesNotContain("error CS", build.Text);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("public Task GenerateAsync() => Task.CompletedTask;", "error DLK0001")]
    [InlineData("public async partial Task GenerateAsync() { await Task.Yield(); }", "error DLK0009")]
    public async Task A_wrong_declaration_is_an_error_of_the_packed_analyzer(string method, string error)
    {
        using var consumer = new Consumer(packages, "net10.0", "Library", "latest", $$"""
            using System.Threading.Tasks;
            using DistributedLock;

            public partial class Reports(IDistributedLockProvider locks)
            {
                public IDistributedLockProvider Locks => locks;

                [DistributedLock("report")]
                {{method}}
            }
            """);

        var build = await consumer.BuildAsync();

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains(error, build.Text);
        Assert.DoesNotContain("error CS", build.Text);
    }
}
