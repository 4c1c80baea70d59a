using DistributedLock.Tests.Processes;
using Xunit;

namespace DistributedLock.Samples.Tests;

public sealed class WebApiTests
{
    [Fact(Timeout = 90_000)]
    public async Task Endpoint_and_background_service_of_another_process_share_a_lock()
    {
        var before = Sample.Leftovers("webapi");

        AssertPromised(await RunAsync());

        Assert.Equal(before, Sample.Leftovers("webapi"));
    }

    [Theory(Timeout = 90_000)]
    [InlineData("--redis")]
    [InlineData("--postgres")]
    public async Task They_may_also_share_it_on_a_server(string option) => AssertPromised(await RunAsync(option, await Sample.ServerAsync(option)));

    private static void AssertPromised(ConsoleRun run)
    {
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Contains("POST /tenants/acme/report  409", run.Text);
        Assert.Contains("POST /tenants/globex/report  200", run.Text);
        Assert.Equal("while the job ran: 409, try again after 1 s; when it had ended: 200", run.Output[^2]);
        Assert.Equal("while the request ran, the job was skipped", run.Output[^1]);
    }

    private static Task<ConsoleRun> RunAsync(params string[] arguments) => Sample.RunAsync("WebApi", arguments);
}
