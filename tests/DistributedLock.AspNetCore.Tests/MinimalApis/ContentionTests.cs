using System.Net;
using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;

namespace DistributedLock.AspNetCore.Tests.MinimalApis;

/// <summary>Several clients at once on one key.</summary>
public sealed class ContentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task One_request_runs_and_the_others_get_409()
    {
        using var provider = new WatchedProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate, static options => options.Timeout = TimeSpan.Zero);
        var first = app.Client.PostAsync("/orders/7", null, Cancellation);
        await gate.Entered;

        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Client.PostAsync("/orders/7", null, Cancellation)));
        gate.Open();

        Assert.All(others, static response => Assert.Equal(HttpStatusCode.Conflict, response.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(1, gate.Entries);
    }

    [Fact(Timeout = 60_000)]
    public async Task Refusal_is_problem_details_with_the_template_and_without_any_value()
    {
        var provider = new FakeProvider { IsHeldElsewhere = true };
        await using var app = await StartAsync(provider, new Gate());

        using var response = await app.Client.PostAsync("/orders/314159", null, Cancellation);
        var answer = await Answer.ReadAsync(response);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("order-{id}", answer.Lock);
        Assert.Equal(409, answer.Problem.GetProperty("status").GetInt32());
        Assert.EndsWith("aspnetcore.md#contended", answer.Problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("order-{id}", answer.Problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.RetryAfter);
        Assert.DoesNotContain("314159", answer.Body + answer.Headers, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Status_and_time_of_a_refusal_can_be_chosen()
    {
        var provider = new FakeProvider { IsHeldElsewhere = true };
        await using var app = await TestApp.StartAsync(
            provider,
            static app =>
            {
                app.MapGet("/a", static () => "").WithDistributedLock("a");
                app.MapGet("/b", static () => "").WithDistributedLock("b", static options => options.RetryAfter = TimeSpan.FromSeconds(40));
            },
            static services => services.AddDistributedLockEndpoints(static options =>
            {
                options.ContendedStatusCode = StatusCodes.Status423Locked;
                options.RetryAfter = TimeSpan.FromSeconds(2.5);
            }));

        var a = await Answer.ReadAsync(await app.Client.GetAsync("/a", Cancellation));
        var b = await Answer.ReadAsync(await app.Client.GetAsync("/b", Cancellation));

        Assert.Equal(HttpStatusCode.Locked, a.Status);
        Assert.Equal(TimeSpan.FromSeconds(3), a.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(40), b.RetryAfter);
    }

    [Fact(Timeout = 60_000)]
    public async Task Refusal_goes_through_the_applications_problem_details_service()
    {
        var provider = new FakeProvider { IsHeldElsewhere = true };
        await using var app = await TestApp.StartAsync(
            provider,
            static app => app.MapGet("/", static () => "").WithDistributedLock("a"),
            static services => services.AddProblemDetails(static options =>
                options.CustomizeProblemDetails = static context => context.ProblemDetails.Extensions["node"] = "seven"));

        var answer = await Answer.ReadAsync(await app.Client.GetAsync("/", Cancellation));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("seven", answer.Problem.GetProperty("node").GetString());
        Assert.Equal("a", answer.Lock);
    }

    [Fact(Timeout = 60_000)]
    public async Task Request_waits_for_its_turn_within_its_timeout()
    {
        using var provider = new WatchedProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate);
        var first = app.Client.PostAsync("/orders/7", null, Cancellation);
        await provider.AskedAsync();
        var second = app.Client.PostAsync("/orders/7", null, Cancellation);
        await provider.AskedAsync();
        await gate.Entered;
        Assert.Equal(1, gate.Entries);

        gate.Open();

        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second).StatusCode);
        Assert.Equal(2, gate.Entries);
    }

    [Fact(Timeout = 60_000)]
    public async Task Requests_of_other_keys_run_at_the_same_time()
    {
        using var provider = new WatchedProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate, static options => options.Timeout = TimeSpan.Zero);
        var first = app.Client.PostAsync("/orders/1", null, Cancellation);
        await gate.Entered;
        gate.Open();

        Assert.Equal(HttpStatusCode.OK, (await app.Client.PostAsync("/orders/2", null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Client_that_goes_away_while_waiting_leaves_the_queue_and_takes_nothing_with_it()
    {
        using var provider = new WatchedProvider();
        var gate = new Gate();
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await TestApp.StartAsync(provider, app =>
        {
            app.Use(async (context, next) =>
            {
                await next(context);
                if (context.Request.Query.ContainsKey("leaves"))
                {
                    ended.TrySetResult(context.Response.StatusCode);
                }
            });
            app.MapPost("/orders/{id}", (int id, CancellationToken token) => gate.PassAsync(token)).WithDistributedLock("order-{id}", static options => options.Timeout = Timeout.InfiniteTimeSpan);
        });
        var first = app.Client.PostAsync("/orders/7", null, Cancellation);
        await gate.Entered;
        await provider.AskedAsync();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var second = app.Client.PostAsync("/orders/7?leaves=1", null, leaving.Token);
        await provider.AskedAsync();
        var third = app.Client.PostAsync("/orders/7", null, Cancellation);
        await provider.AskedAsync();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(StatusCodes.Status499ClientClosedRequest, await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.False(first.IsCompleted);
        Assert.False(third.IsCompleted);
        gate.Open();

        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await third).StatusCode);
        Assert.Equal(2, gate.Entries);
        Assert.DoesNotContain(app.Logs.Lines, static line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    private static Task<TestApp> StartAsync(IDistributedLockProvider provider, Gate gate, Action<EndpointLockOptions>? configure = null) => TestApp.StartAsync(
        provider, app => app.MapPost("/orders/{id}", (int id, CancellationToken token) => gate.PassAsync(token)).WithDistributedLock("order-{id}", configure));
}
