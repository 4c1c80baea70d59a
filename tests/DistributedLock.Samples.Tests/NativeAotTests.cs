using DistributedLock.Tests.Processes;
using Xunit;

namespace DistributedLock.Samples.Tests;

public sealed class NativeAotTests
{
    [Fact(Timeout = 240_000)]
    public async Task The_sample_publishes_without_trim_or_AOT_warnings_and_runs_natively()
    {
        var target = Directory.CreateTempSubdirectory("distributedlock-aot-");
        try
        {
            var publish = await ConsoleRun.DotnetAsync(
                "publish",
                [Repository.PathOf("samples", "Aot", "Aot.csproj"), "-c", "Release", "-o", target.FullName],
                Repository.Root,
                TimeSpan.FromMinutes(3),
                TestContext.Current.CancellationToken);
            Assert.True(publish.ExitCode == 0, publish.Text);
            Assert.DoesNotMatch(@"\bIL[23]\d{3}\b", publish.Text);

            var program = Path.Combine(target.FullName, OperatingSystem.IsWindows() ? "Aot.exe" : "Aot");
            var run = await ConsoleRun.StartAsync(program, [], target.FullName, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.True(run.ExitCode == 0, run.Text);
            Assert.Equal(
                [
                    "native: True",
                    "in-memory: acme billed, a second caller was turned away: bill-{tenantId}",
                    "files: acme billed, a second caller was turned away: bill-{tenantId}",
                ],
                run.Output);
        }
        finally
        {
            target.Delete(recursive: true);
        }
    }
}
