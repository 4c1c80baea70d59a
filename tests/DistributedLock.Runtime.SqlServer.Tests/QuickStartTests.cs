using DistributedLock.Tests.Processes;

namespace DistributedLock.SqlServer.Tests;

/// <summary>The sample over the modelled server, which only these tests can start.</summary>
public sealed class QuickStartTests : SqlServerLockTest
{
    [Fact(Timeout = 90_000)]
    public async Task The_show_runs_over_a_SQL_Server()
    {
        // The sample lies beside the tests, because they reference it.
        var run = await ConsoleRun.StartAsync(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "QuickStart.dll"), "--seconds=8", "--workers=3", "--tenants=1", "--sqlserver", Server.ConnectionString],
            AppContext.BaseDirectory,
            TimeSpan.FromSeconds(60),
            Stop);

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Matches("worker [1-3] got the lock [0-9]+ ms after the kill", run.Text);
        Assert.Equal("with lock: 0 overlapping runs", run.Output[^1]);
    }
}
