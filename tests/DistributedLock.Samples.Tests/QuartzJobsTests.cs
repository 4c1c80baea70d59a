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

    [Theory(Timeout = 30_000)]
    [InlineData("--machines=1", "--machines expects a whole number from 2 to 9, but '1' came.")]
    [InlineData("--ticks", "--ticks expects a whole number from 6 to 60, but nothing came.")]
    [InlineData("--redis=127.0.0.1:1,connectTimeout=300", "The locks of --redis do not work")]
    public async Task A_bad_option_is_refused_with_what_was_expected(string option, string message)
    {
        var run = await RunAsync(option);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Text);
    }

    [Fact(Timeout = 30_000)]
    public async Task Help_names_every_option()
    {
        var run = await RunAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(["--machines", "--ticks", "--redis", "--postgres", "--sqlserver"], option => Assert.Contains(option, run.Text));
    }

    private static void AssertPromised(ConsoleRun run, int machines)
    {
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Matches("^machine [1-9] was killed at [-0-9]+ [:0-9]+, machine [1-9] ran [-0-9]+ [:0-9]+$", run.Output[^2]);
        Assert.Equal($"5 ticks on {machines} machines: 5 run once, 0 twice, 0 not at all", run.Output[^1]);
    }

    private static Task<ConsoleRun> RunAsync(params string[] arguments) => Sample.RunAsync("QuartzJobs", arguments);
}
