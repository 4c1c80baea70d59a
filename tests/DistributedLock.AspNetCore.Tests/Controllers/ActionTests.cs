using System.Net;
using System.Net.Http.Json;
using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;
using Microsoft.AspNetCore.Mvc;

namespace DistributedLock.AspNetCore.Tests.Controllers;

/// <summary>Actions of controllers with the attribute.</summary>
public sealed partial class ActionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task One_request_runs_and_the_others_get_409()
    {
        using var provider = new WatchedProvider();
        var gate = new Gate();
        await using var app = await StartAsync(provider, gate);
        var first = app.Client.PostAsync("/orders/7/ship", null, Cancellation);
        await gate.Entered;

        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await Answer.ReadAsync(await app.Client.PostAsync("/orders/7/ship", null, Cancellation))));
        var ofAnotherKey = app.Client.PostAsync("/orders/8/ship", null, Cancellation);
        gate.Open();

        Assert.All(others, static answer =>
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.Status);
            Assert.Equal("application/problem+json", answer.ContentType);
            Assert.Equal("order-{id}", answer.Lock);
            Assert.Equal(TimeSpan.FromSeconds(1), answer.RetryAfter);
        });
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ofAnotherKey).StatusCode);
        Assert.Equal(2, gate.Entries);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/orders/7/body", "area-Rome/7")]
    [InlineData("/orders/7/parts?shop=north", "north-acme-7")]
    [InlineData("/orders/7/default", "page-1")]
    [InlineData("/orders/7/wrapper", "own-7")]
    [InlineData("/orders/7/named/item", "item-7")]
    public async Task Key_is_made_from_the_request(string path, string key)
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, new Gate());

        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new Address(new City("Rome"))) };
        request.Headers.Add("X-Tenant", "acme");
        using var response = await app.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(key, provider.Key);
        Assert.Single(provider.Released);
    }

    [Fact(Timeout = 60_000)]
    public async Task Request_without_a_value_gets_400_that_names_the_placeholder_and_takes_no_lock()
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, new Gate());

        var answer = await Answer.ReadAsync(await app.Client.PostAsync("/orders/7/page", null, Cancellation));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("'page'", answer.Problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Request_with_an_invalid_model_takes_no_lock()
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, new Gate());

        using var response = await app.Client.PostAsync("/orders/many/ship", null, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(provider.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Several_attributes_and_a_collection_take_several_locks_and_the_action_sees_all_of_them()
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, new Gate());

        using var response = await app.Client.PostAsync("/orders/7/several?tags=b&tags=a", null, Cancellation);

        Assert.Equal("order-7,tag-a,tag-b", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(3, provider.Released.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_option_of_the_attribute_reaches_the_provider()
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, new Gate());

        await app.Client.PostAsync("/orders/7/options", null, Cancellation);

        var request = Assert.Single(provider.Requests);
        Assert.Equal(TimeSpan.FromMinutes(2), request.Timeout);
        Assert.Equal(LockMode.Shared, request.Mode);
        Assert.Equal(TimeSpan.FromSeconds(40), request.Lease);
        Assert.Equal(TimeSpan.FromSeconds(5), request.HoldAtLeast);
        Assert.Equal(TimeSpan.FromSeconds(50), request.MaxHold);
        Assert.Contains(nameof(OrdersController.Options), request.Definition?.Member, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Locked_method_of_the_same_key_that_the_action_calls_throws_at_once()
    {
        using var provider = new InMemoryLockProvider();
        await using var app = await StartAsync(provider, new Gate());

        using var response = await app.Client.PostAsync("/orders/7/reentrant", null, Cancellation);

        Assert.Equal(nameof(LockReentrancyException), await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact(Timeout = 60_000)]
    public async Task Client_that_goes_away_while_waiting_is_not_logged_as_an_error_and_the_lock_goes_on()
    {
        using var provider = new WatchedProvider();
        var gate = new Gate();
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await StartAsync(provider, gate, app => app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Request.Query.ContainsKey("leaves"))
            {
                ended.TrySetResult(context.Response.StatusCode);
            }
        }));
        var first = app.Client.PostAsync("/orders/7/wait", null, Cancellation);
        await provider.AskedAsync();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var second = app.Client.PostAsync("/orders/7/wait?leaves=1", null, leaving.Token);
        await provider.AskedAsync();
        var third = app.Client.PostAsync("/orders/7/wait", null, Cancellation);
        await provider.AskedAsync();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(StatusCodes.Status499ClientClosedRequest, await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
        gate.Open();

        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await third).StatusCode);
        Assert.Equal(2, gate.Entries);
        Assert.DoesNotContain(app.Logs.Lines, static line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_is_put_on_all_controllers_by_their_route_is_taken_by_each_action()
    {
        var provider = new FakeProvider();
        await using var app = await TestApp.StartAsync(
            provider,
            static app => app.MapControllers().WithDistributedLock("plain-{route.id}"),
            static services => services.AddOnlyControllers(typeof(PlainController)));

        Assert.Equal("1", await app.Client.GetStringAsync("/plain/1", Cancellation));
        Assert.Equal("plain-1", provider.Key);
        provider.IsHeldElsewhere = true;
        Assert.Equal("plain-{route.id}", (await Answer.ReadAsync(await app.Client.GetAsync("/plain/1", Cancellation))).Lock);
    }

    [Fact(Timeout = 60_000)]
    public async Task Action_beside_a_wrapper_of_its_name_is_locked()
    {
        var provider = new FakeProvider();
        await using var app = await TestApp.StartAsync(
            provider,
            static app => app.MapControllers(),
            services => services.AddOnlyControllers(typeof(OverloadController)));

        Assert.Equal("text", await app.Client.GetStringAsync("/overloads/text", Cancellation));
        Assert.Equal("k-text", provider.Key);
    }

    private static Task<TestApp> StartAsync(IDistributedLockProvider provider, Gate gate, Action<WebApplication>? configure = null) => TestApp.StartAsync(
        provider,
        app =>
        {
            configure?.Invoke(app);
            app.MapControllers();
        },
        services =>
        {
            services.AddSingleton(gate);
            services.AddOnlyControllers(typeof(OrdersController));
        });

    public sealed record City(string Name);

    public sealed record Address(City City);

    [Route("overloads")]
    internal sealed partial class OverloadController(IDistributedLockProvider locks) : ControllerBase
    {
        [HttpGet("{text}")]
        [DistributedLock("k-{text}")]
        public string Get(string text) => text;

        [NonAction]
        [DistributedLock("k-{number}")]
        public partial Task<string> Get(int number);

        private Task<string> GetCore(int number) => Task.FromResult($"{number} {locks}");
    }

    [ApiController]
    [Route("plain/{id}")]
    internal sealed class PlainController : ControllerBase
    {
        [HttpGet]
        public long? Get() => HttpContext.GetDistributedLock()?.FencingToken;
    }

    [ApiController]
    [Route("orders/{id}")]
    internal sealed partial class OrdersController(Gate gate, IDistributedLockProvider locks) : ControllerBase
    {
        [HttpPost("ship")]
        [DistributedLock("order-{id}", TimeoutSeconds = 0)]
        public async Task<IActionResult> Ship(int id, CancellationToken token)
        {
            await gate.PassAsync(token);
            return Ok(id);
        }

        [HttpPost("wait")]
        [DistributedLock("order-{id}", TimeoutSeconds = double.PositiveInfinity)]
        public Task Wait(int id, CancellationToken token) => gate.PassAsync(token);

        [HttpPost("body")]
        [DistributedLock("area-{address.City.Name}/{route.id}")]
        public void Body(Address address) => _ = address;

        [HttpPost("parts")]
        [DistributedLock("{query.shop}-{header[X-Tenant]}-{route.id}")]
        public void Parts()
        {
        }

        [HttpPost("default")]
        [DistributedLock("page-{page}")]
        public void Default(int page = 1) => _ = page;

        [HttpPost("page")]
        [DistributedLock("page-{page}")]
        public void Page(int page) => _ = page;

        [HttpPost("several")]
        [DistributedLock("tag-{tags*}")]
        [DistributedLock("order-{id}")]
        public string Several(int id, [FromQuery] string[] tags) => string.Join(",", HttpContext.GetDistributedLocks().Select(static handle => handle.Key));

        [HttpPost("options")]
        [DistributedLock("k", TimeoutMinutes = 2, Mode = LockMode.Shared, LeaseSeconds = 40, HoldAtLeastSeconds = 5, MaxHoldSeconds = 50)]
        public void Options()
        {
        }

        [HttpPost("named/{name}")]
        [DistributedLock("{name}-{id}")]
        public void Named(string name, [FromRoute(Name = "id")] int id) => _ = (name, id);

        [HttpPost("reentrant")]
        [DistributedLock("own-{id}")]
        public async Task<string?> Reentrant(int id) => (await Record.ExceptionAsync(() => Wrapper(id)))?.GetType().Name;

        /// <summary>A partial action takes its lock itself: the filter must not take it before.</summary>
        [HttpPost("wrapper")]
        [DistributedLock("own-{id}")]
        public partial Task Wrapper(int id);

        private Task WrapperCore(int id) => Task.FromResult((id, locks));
    }
}
