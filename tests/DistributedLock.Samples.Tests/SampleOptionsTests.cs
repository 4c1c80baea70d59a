using Xunit;

namespace DistributedLock.Samples.Tests;

/// <summary>What all samples say about their options. QuickStart's tests have each way to get one wrong.</summary>
public sealed class SampleOptionsTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("StartupMigration", "--replicas=2", "--replicas expects a whole number from 3 to 9, but '2' came.")]
    [InlineData("StartupMigration", "--redis=127.0.0.1:1,connectTimeout=300", "The locks of --redis do not work")]
    [InlineData("QuartzJobs", "--machines=1", "--machines expects a whole number from 2 to 9, but '1' came.")]
    [InlineData("QuartzJobs", "--ticks", "--ticks expects a whole number from 6 to 60, but nothing came.")]
    [InlineData("QuartzJobs", "--redis=127.0.0.1:1,connectTimeout=300", "The locks of --redis do not work")]
    [InlineData("LeaderElection", "--candidates=1", "--candidates expects a whole number from 2 to 9, but '1' came.")]
    [InlineData("LeaderElection", "--redis=127.0.0.1:1,connectTimeout=300", "The locks of --redis do not work")]
    [InlineData("WebApi", "--fast", "Unknown option '--fast'.")]
    [InlineData("WebApi", "--serve=yes", "--serve takes no value, but 'yes' came.")]
    [InlineData("WebApi", "--redis=127.0.0.1:1,connectTimeout=300", "The locks of --redis do not work")]
    public async Task A_bad_option_is_refused_with_what_was_expected(string sample, string option, string message)
    {
        var run = await Sample.RunAsync(sample, option);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Text);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("QuickStart", "--workers", "--tenants", "--seconds", "--plain")]
    [InlineData("StartupMigration", "--replicas")]
    [InlineData("QuartzJobs", "--machines", "--ticks")]
    [InlineData("LeaderElection", "--candidates")]
    [InlineData("WebApi", "--serve")]
    public async Task Help_names_every_option(string sample, params string[] options)
    {
        var run = await Sample.RunAsync(sample, "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.All([.. options, "--redis", "--postgres", "--sqlserver", "--help"], option => Assert.Contains(option, run.Text));
    }
}
