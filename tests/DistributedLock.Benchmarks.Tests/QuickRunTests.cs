using DistributedLock.Benchmarks.Running;
using DistributedLock.Tests.Processes;

namespace DistributedLock.Benchmarks.Tests;

/// <summary>Every part of the report runs and writes its section. How fast anything is, is not looked at: machines that run tests are busy.</summary>
public sealed class QuickRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distributedlock-report-");

    public static TheoryData<string> Parts => [.. BenchmarkParts.Names];

    private string Page => Path.Combine(_folder.FullName, "performance.md");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Parts))]
    public async Task Part_runs_and_writes_its_section(string part)
    {
        var run = await RunAsync("--report", "--quick", "--only", part, "--page", Page);

        Assert.True(run.ExitCode == 0, run.Text);
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        Assert.Contains($"## {BenchmarkParts.Find(part).Title}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", page, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Unknown_part_is_refused_with_the_names_of_all()
    {
        var run = await RunAsync("--report", "--only", "redes");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("redes", run.Text, StringComparison.Ordinal);
        Assert.All(BenchmarkParts.Names, name => Assert.Contains(name, run.Text, StringComparison.Ordinal));
    }

    // It lies beside the tests, because they reference it.
    private static Task<ConsoleRun> RunAsync(params string[] arguments) => ConsoleRun.StartAsync(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "DistributedLock.Benchmarks.dll"), .. arguments],
        AppContext.BaseDirectory,
        TimeSpan.FromSeconds(110),
        TestContext.Current.CancellationToken);
}
