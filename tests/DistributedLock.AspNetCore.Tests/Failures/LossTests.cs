using System.Net;
using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;
using Microsoft.AspNetCore.Mvc;

namespace DistributedLock.AspNetCore.Tests.Failures;

/// <summary>Requests whose lock is lost while they run, and stores that do not answer; on both kinds of endpoints.</summary>
public sealed class LossTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Paths => ["/minimal/token", "/minimal/aborted", "/minimal/object", "/minimal/structure", "/minimal/settable", "/actions/token", "/actions/aborted"];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Paths))]
    public async Task Handler_is_cancelled_by_the_loss_and_the_client_gets_503(string path)
    {
        var provider = new FakeProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate);
        var request = app.Client.GetAsync(path + "?secret=314159", Cancellation);
        await gate.Entered;

        provider.Handles.Single().Lose();
        var answer = await Answer.ReadAsync(await request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.EndsWith("#lost", answer.Problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal("k-{query.secret}", answer.Lock);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.RetryAfter);
        Assert.DoesNotContain("314159", answer.Body + answer.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Begun", answer.Headers, StringComparison.Ordinal);
        Assert.Single(provider.Released);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/minimal/quick")]
    [InlineData("/actions/quick")]
    public async Task Result_of_a_handler_whose_lock_was_not_ours_at_the_release_is_replaced_by_503(string path)
    {
        var provider = new FakeProvider { IsHeldAtRelease = false };
        await using var app = await StartAsync(provider, new Gate());

        var answer = await Answer.ReadAsync(await app.Client.GetAsync(path + "?secret=1", Cancellation));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/minimal/begun")]
    [InlineData("/actions/begun")]
    public async Task Response_that_has_begun_is_cut_so_that_no_client_takes_it_for_a_whole_one(string path)
    {
        var provider = new FakeProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate);
        using var response = await app.Client.GetAsync(path + "?secret=1", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await gate.Entered;

        provider.Handles.Single().Lose();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Cancellation));
        await provider.FirstRelease;
        Assert.Contains(app.Logs.Lines, static line => line.Id.Id == 602);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/minimal/failing")]
    [InlineData("/actions/failing")]
    public async Task Exception_of_the_handler_passes_though_the_lock_was_lost(string path)
    {
        var provider = new FakeProvider { IsHeldAtRelease = false };
        await using var app = await StartAsync(provider, new Gate());

        using var response = await app.Client.GetAsync(path + "?secret=1", Cancellation);

        Assert.Equal("mine", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/minimal/quick")]
    [InlineData("/actions/quick")]
    public async Task Store_that_does_not_answer_gives_503_and_an_error_in_the_log(string path)
    {
        var failure = new LockBackendException("The store at 10.0.0.7 does not answer.");
        await using var app = await StartAsync(new FakeProvider { Failure = failure }, new Gate());

        var answer = await Answer.ReadAsync(await app.Client.GetAsync(path + "?secret=314159", Cancellation));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.EndsWith("#unavailable", answer.Problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.RetryAfter);
        Assert.DoesNotContain("10.0.0.7", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("314159", answer.Body + answer.Headers, StringComparison.Ordinal);
        Assert.Same(failure, Assert.Single(app.Logs.Lines, static line => line.Id.Id == 601).Exception);
    }

    private static Task<TestApp> StartAsync(FakeProvider provider, Gate gate) => TestApp.StartAsync(
        provider,
        static app =>
        {
            app.Use(static async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (TimeZoneNotFoundException exception)
                {
                    await context.Response.WriteAsync(exception.Message);
                }
            });
            var group = app.MapGroup("/minimal").WithDistributedLock("k-{query.secret}");
            group.MapGet("/token", static async (HttpContext context, Gate gate, CancellationToken token) =>
            {
                context.Response.Headers["X-Begun"] = "1";
                await gate.PassAsync(token);
                return "done";
            });
            group.MapGet("/aborted", static (HttpContext context, Gate gate) => gate.PassAsync(context.RequestAborted));
            group.MapGet("/object", static ([AsParameters] TokenObject one, Gate gate) => gate.PassAsync(one.Token));
            group.MapGet("/structure", static ([AsParameters] TokenStructure one, Gate gate) => gate.PassAsync(one.Token));
            group.MapGet("/settable", static ([AsParameters] SettableToken one, Gate gate) => gate.PassAsync(one.Token));
            group.MapGet("/quick", static () => "done");
            group.MapGet("/failing", static string () => throw new TimeZoneNotFoundException("mine"));
            group.MapGet("/begun", BeginAsync);
            app.MapControllers();
        },
        services =>
        {
            services.AddSingleton(gate);
            services.AddOnlyControllers(typeof(LossController));
        });

    private static async Task BeginAsync(HttpContext context, Gate gate, CancellationToken token)
    {
        await context.Response.WriteAsync("half", token);
        await context.Response.Body.FlushAsync(token);
        await gate.PassAsync(token);
    }

    internal sealed record TokenObject(string? Secret, CancellationToken Token);

    internal readonly record struct TokenStructure(string? Secret, CancellationToken Token);

    internal sealed class SettableToken
    {
        public CancellationToken Token { get; set; }
    }

    [ApiController]
    [Route("actions")]
    internal sealed class LossController(Gate gate) : ControllerBase
    {
        [HttpGet("token")]
        [DistributedLock("k-{query.secret}")]
        public async Task<IActionResult> Token(CancellationToken token)
        {
            Response.Headers["X-Begun"] = "1";
            await gate.PassAsync(token);
            return Ok();
        }

        [HttpGet("aborted")]
        [DistributedLock("k-{query.secret}")]
        public Task Aborted() => gate.PassAsync(HttpContext.RequestAborted);

        [HttpGet("quick")]
        [DistributedLock("k-{query.secret}")]
        public string Quick() => "done";

        [HttpGet("failing")]
        [DistributedLock("k-{query.secret}")]
        public string Failing() => throw new TimeZoneNotFoundException("mine");

        [HttpGet("begun")]
        [DistributedLock("k-{query.secret}")]
        public Task Begun(CancellationToken token) => BeginAsync(HttpContext, gate, token);
    }
}
