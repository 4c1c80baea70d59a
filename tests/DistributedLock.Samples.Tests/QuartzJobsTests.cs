using DistributedLock.Tests.Processes;
using Xunit;

namespace DistributedLock.Samples.Tests;

public sealed class QuartzJobsTests
{
    [Fact(Timeout = 90_000)]
    public async Task Each_tick_is_run_once_also_after_the_machine_that_runs_it_is_killed()
    {
        var before = Sample.Leftovers("quartz");

        AssertPromised(await RunAsync("--ticks=6"), machines: 3);

        Assert.Equal(before, Sample.Leftovers("quartz"));
    }

    [Theory(Timeout = 90_000)]
    [InlineData("--redis")]
    [InlineData("--postgres")]
    public async Task The_machines_may_also_share_a_server(string option) =>
        AssertPromised(await RunAsync("--machines", "2", "--ticks=6", option, await Sample.ServerAsync(option)), machines: 2);

    private static void AssertPromised(ConsoleRun run, int machines)
    {
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Matches("^machine [1-9] was killed at [-0-9]+ [:0-9]+, machine [1-9] ran [-0-9]+ [:0-9]+$", run.Output[^2]);
        Assert.Equal($"5 ticks on {machines} machines: 5 run once, 0 twice, 0 not at all", run.Output[^1]);
    }

    private static Task<ConsoleRun> RunAsync(params string[] arguments) => Sample.RunAsync("QuartzJobs", arguments);
}
