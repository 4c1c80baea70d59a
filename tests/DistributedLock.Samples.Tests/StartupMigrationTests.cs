using DistributedLock.Tests.Processes;
using Xunit;

namespace DistributedLock.Samples.Tests;

public sealed class StartupMigrationTests
{
    [Fact(Timeout = 90_000)]
    public async Task One_replica_seeds_the_others_wait_and_a_killed_one_does_not_block()
    {
        var before = Sample.Leftovers("startup");

        var run = await RunAsync("--replicas=4");

        AssertPromised(run, found: 2);
        Assert.Contains("is killed in the middle of it", run.Text);
        Assert.Equal(before, Sample.Leftovers("startup"));
    }

    [Theory(Timeout = 90_000)]
    [InlineData("--redis")]
    [InlineData("--postgres")]
    public async Task The_replicas_may_also_share_a_server(string option)
    {
        var run = await RunAsync("--replicas", "3", option, await Sample.ServerAsync(option));

        AssertPromised(run, found: 1);
    }

    private static void AssertPromised(ConsoleRun run, int found)
    {
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Matches("^without lock: [2-9] replicas seeded at the same time and left [0-9]+ rows$", run.Output[^2]);
        Assert.Equal($"with lock: 1 was killed, 1 seeded, {found} waited and found the data, 100 rows of 100", run.Output[^1]);
    }

    private static Task<ConsoleRun> RunAsync(params string[] arguments) => Sample.RunAsync("StartupMigration", arguments);
}
