using System.Net;
using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;
using Microsoft.AspNetCore.Mvc;

namespace DistributedLock.AspNetCore.Tests.Responses;

/// <summary>Until when a lock is held whose response takes a while to write; on both kinds of endpoints.</summary>
public sealed class ResponseScopeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("/minimal/response")]
    [InlineData("/minimal/numbers")]
    [InlineData("/actions/response")]
    [InlineData("/actions/numbers")]
    public async Task Lock_is_held_until_the_response_is_written(string path)
    {
        using var provider = new InMemoryLockProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate);
        using var first = await app.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await gate.Entered;

        using var second = await app.Client.GetAsync(path, Cancellation);
        gate.Open();
        var text = await first.Content.ReadAsStringAsync(Cancellation);
        await using var after = await provider.TryAcquireAsync("k", TimeSpan.FromSeconds(10), Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("[1,2]", text);
        Assert.NotNull(after);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/minimal/call")]
    [InlineData("/actions/call")]
    public async Task Lock_is_released_before_the_response_is_written_where_nothing_else_is_said(string path)
    {
        using var provider = new InMemoryLockProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate);
        using var first = await app.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await gate.Entered;

        await using var meanwhile = await provider.TryAcquireAsync("k", cancellationToken: Cancellation);
        gate.Open();

        Assert.NotNull(meanwhile);
        Assert.Equal("[1,2]", await first.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/minimal/response")]
    [InlineData("/minimal/numbers")]
    [InlineData("/actions/response")]
    [InlineData("/actions/numbers")]
    public async Task Response_whose_lock_is_lost_while_it_is_written_is_cut(string path)
    {
        var provider = new FakeProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate);
        using var response = await app.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await gate.Entered;

        provider.Handles.Single().Lose();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Cancellation));
        await provider.FirstRelease;
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/minimal/refusing")]
    [InlineData("/actions/refusing")]
    public async Task Handler_that_throws_releases_the_lock(string path)
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, new Gate());

        using var response = await app.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Single(provider.Released);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/minimal/reentrant")]
    [InlineData("/actions/reentrant")]
    public async Task What_the_response_runs_finds_the_lock_held_and_does_not_wait_for_it(string path)
    {
        using var provider = new InMemoryLockProvider();
        await using var app = await StartAsync(provider, new Gate());

        Assert.Equal(nameof(LockReentrancyException), await app.Client.GetStringAsync(path, Cancellation));
    }

    private static Task<TestApp> StartAsync(IDistributedLockProvider provider, Gate gate) => TestApp.StartAsync(
        provider,
        static app =>
        {
            Action<EndpointLockOptions> response = static options => (options.Timeout, options.Scope) = (TimeSpan.Zero, LockScope.Response);
            app.MapGet("/minimal/response", static (Gate gate, HttpContext context) => Results.Stream(body => WriteAsync(body, gate, context.RequestAborted))).WithDistributedLock("k", response);
            app.MapGet("/minimal/numbers", static (Gate gate, CancellationToken token) => NumbersAsync(gate, token)).WithDistributedLock("k", static options => options.Timeout = TimeSpan.Zero);
            app.MapGet("/minimal/call", static (Gate gate, HttpContext context) => Results.Stream(body => WriteAsync(body, gate, context.RequestAborted))).WithDistributedLock("k");
            app.MapGet("/minimal/refusing", static string () => throw new TimeZoneNotFoundException()).WithDistributedLock("k", response);
            app.MapGet("/minimal/reentrant", static (IDistributedLockProvider locks) => Results.Stream(body => ReenterAsync(body, locks))).WithDistributedLock("k", response);
            app.MapControllers();
        },
        services =>
        {
            services.AddSingleton(gate);
            services.AddOnlyControllers(typeof(StreamController));
        });

    private static async Task WriteAsync(Stream body, Gate gate, CancellationToken aborted)
    {
        await body.WriteAsync("[1"u8.ToArray());
        await body.FlushAsync();
        await gate.PassAsync(aborted);
        await body.WriteAsync(",2]"u8.ToArray());
    }

    private static async IAsyncEnumerable<int> NumbersAsync(Gate gate, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        yield return 1;
        await gate.PassAsync(token);
        yield return 2;
    }

    private static async Task ReenterAsync(Stream body, IDistributedLockProvider locks)
    {
        await Task.Yield();
        var exception = await Record.ExceptionAsync(async () => await locks.AcquireAsync("k"));
        await body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(exception?.GetType().Name ?? "none"));
    }

    [ApiController]
    [Route("actions")]
    internal sealed class StreamController(Gate gate, IDistributedLockProvider locks) : ControllerBase
    {
        [HttpGet("response")]
        [DistributedLock("k", TimeoutSeconds = 0, Scope = LockScope.Response)]
        public IActionResult Whole() => new Written((body, aborted) => WriteAsync(body, gate, aborted));

        [HttpGet("numbers")]
        [DistributedLock("k", TimeoutSeconds = 0)]
        public IAsyncEnumerable<int> Numbers(CancellationToken token) => NumbersAsync(gate, token);

        [HttpGet("call")]
        [DistributedLock("k")]
        public IActionResult Call() => new Written((body, aborted) => WriteAsync(body, gate, aborted));

        [HttpGet("refusing")]
        [DistributedLock("k", Scope = LockScope.Response)]
        public IActionResult Refusing() => throw new TimeZoneNotFoundException();

        [HttpGet("reentrant")]
        [DistributedLock("k", Scope = LockScope.Response)]
        public IActionResult Reentrant() => new Written((body, _) => ReenterAsync(body, locks));
    }

    private sealed class Written(Func<Stream, CancellationToken, Task> write) : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context) => write(context.HttpContext.Response.Body, context.HttpContext.RequestAborted);
    }
}
