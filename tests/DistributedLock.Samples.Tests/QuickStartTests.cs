using DistributedLock.Tests.Processes;
using Xunit;

namespace DistributedLock.Samples.Tests;

public sealed class QuickStartTests
{
    [Fact(Timeout = 90_000)]
    public async Task The_show_ends_with_overlaps_without_the_lock_and_none_with_it()
    {
        var run = await RunAsync("--seconds", "3");

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Matches("^without lock: [1-9][0-9]* overlapping runs$", run.Output[^2]);
        Assert.Equal("with lock: 0 overlapping runs", run.Output[^1]);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_killed_holder_is_followed_by_the_next_one()
    {
        var run = await RunAsync("--seconds=3", "--workers=3", "--tenants", "1");

        Assert.Contains("was killed while it held the lock of acme", run.Text);
        Assert.Matches("worker [1-3] got the lock [0-9]+ ms after the kill", run.Text);
    }

    [Theory(Timeout = 90_000)]
    [InlineData("--redis")]
    [InlineData("--postgres")]
    public async Task The_show_also_runs_over_a_server(string option)
    {
        var server = await Sample.ServerAsync(option);
        var run = await RunAsync("--seconds=4", "--workers=3", "--tenants=1", option, server);

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Matches("worker [1-3] got the lock [0-9]+ ms after the kill", run.Text);
        Assert.Equal("with lock: 0 overlapping runs", run.Output[^1]);
    }

    [Fact(Timeout = 90_000)]
    public async Task Nothing_is_left_behind()
    {
        var before = Sample.Leftovers("quickstart");

        await RunAsync("--seconds", "2");

        Assert.Equal(before, Sample.Leftovers("quickstart"));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("--workers", "1", "--workers expects a whole number from 2 to 9, but '1' came.")]
    [InlineData("--seconds", "soon", "--seconds expects a whole number from 2 to 60, but 'soon' came.")]
    [InlineData("--plain", "--tenants", "--tenants expects a whole number from 1 to 6, but nothing came.")]
    [InlineData("--plain", "--fast", "Unknown option '--fast'.")]
    [InlineData("--plain", "--fast=3", "Unknown option '--fast'.")]
    [InlineData("--tenants=2", "--workers=1", "--workers expects a whole number from 2 to 9, but '1' came.")]
    [InlineData("--plain", "--workers=", "--workers expects a whole number from 2 to 9, but nothing came.")]
    [InlineData("--plain", "--redis", "--redis expects a connection string, but nothing came.")]
    [InlineData("--redis=a", "--postgres=b", "--redis and --postgres came: expected one store.")]
    [InlineData("--plain", "--redis=127.0.0.1:1,connectTimeout=300", "The locks of --redis do not work")]
    [InlineData("--plain", "--postgres=Host=127.0.0.1;Port=1;Username=a", "The locks of --postgres do not work")]
    [InlineData("--redis", "--plain", "--redis expects a connection string, but '--plain' came.")]
    [InlineData("--seconds=2", "--plain=yes", "--plain takes no value, but 'yes' came.")]
    public async Task A_bad_option_is_refused_with_what_was_expected(string first, string second, string message)
    {
        var run = await RunAsync(first, second);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Text);
    }

    private static Task<ConsoleRun> RunAsync(params string[] arguments) => Sample.RunAsync("QuickStart", arguments);
}
