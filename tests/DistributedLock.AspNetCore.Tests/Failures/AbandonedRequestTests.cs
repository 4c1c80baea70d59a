using System.Net;
using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;

namespace DistributedLock.AspNetCore.Tests.Failures;

/// <summary>Requests that an outer filter answers without waiting for what it has called.</summary>
public sealed class AbandonedRequestTests
{
    private readonly TaskCompletionSource _givesUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpContext? _context;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_comes_after_the_request_has_ended_is_released()
    {
        using var provider = new WatchedProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate);
        var held = await provider.AcquireAsync("k", cancellationToken: Cancellation);
        await provider.AskedAsync();
        await AbandonAsync(app, provider.AskedAsync());

        await held.DisposeAsync();

        await using var after = await provider.TryAcquireAsync("k", TimeSpan.FromSeconds(10), Cancellation);
        Assert.NotNull(after);
        Assert.Equal(0, gate.Entries);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_comes_while_the_connection_serves_its_next_request_is_released_and_does_not_touch_that()
    {
        using var provider = new WatchedProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate);
        var held = await provider.AcquireAsync("k", cancellationToken: Cancellation);
        await provider.AskedAsync();
        await AbandonAsync(app, provider.AskedAsync());
        var next = app.Client.GetStringAsync("/next", Cancellation);
        await gate.Entered;

        await held.DisposeAsync();

        await using var after = await provider.TryAcquireAsync("k", TimeSpan.FromSeconds(10), Cancellation);
        Assert.NotNull(after);
        Assert.Equal(1, gate.Entries);
        gate.Open();
        Assert.Equal("no lock, same context", await next);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lock_of_a_handler_that_ends_after_its_request_is_released()
    {
        var provider = new FakeProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate);
        await AbandonAsync(app, gate.Entered);

        gate.Open();

        await provider.FirstRelease;
    }

    private async Task AbandonAsync(TestApp app, Task reached)
    {
        var request = app.Client.GetAsync("/", Cancellation);
        await reached;
        _givesUp.SetResult();
        using var response = await request;
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);

        // The server takes the context back after the client has its answer, and tells nobody.
        while (Record.Exception(() => _context!.Features) is null)
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private Task<TestApp> StartAsync(IDistributedLockProvider provider, Gate gate) => TestApp.StartAsync(provider, app =>
    {
        app.MapGet("/", () => gate.PassAsync())
            .AddEndpointFilter(async (context, next) =>
            {
                _context = context.HttpContext;
                var run = next(context).AsTask();
                return await Task.WhenAny(run, _givesUp.Task) == run ? await run : Results.StatusCode(StatusCodes.Status504GatewayTimeout);
            })
            .WithDistributedLock("k", static options => options.Timeout = Timeout.InfiniteTimeSpan);
        app.MapGet("/next", async (HttpContext context) =>
        {
            var aborted = context.RequestAborted;
            await gate.PassAsync(aborted);
            return $"{(context.GetDistributedLock() is null && context.RequestAborted == aborted ? "no" : "a")} lock, {(ReferenceEquals(context, _context) ? "same" : "another")} context";
        });
    });
}
