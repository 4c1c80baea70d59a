using System.Net;
using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;

namespace DistributedLock.AspNetCore.Tests.Failures;

/// <summary>The framework's own time limit for requests, beside ours for locks.</summary>
public sealed class RequestTimeoutTests
{
    [Fact(Timeout = 60_000)]
    public async Task Request_whose_time_is_up_while_it_waits_gets_the_frameworks_answer()
    {
        using var provider = new WatchedProvider();
        await using var app = await TestApp.StartAsync(
            provider,
            static app =>
            {
                app.UseRequestTimeouts();
                app.MapGet("/", static () => "ran").WithDistributedLock("k").WithRequestTimeout(TimeSpan.FromMilliseconds(100));
            },
            static services => services.AddRequestTimeouts());
        await using var held = await provider.AcquireAsync("k", cancellationToken: TestContext.Current.CancellationToken);

        using var response = await app.Client.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }
}
