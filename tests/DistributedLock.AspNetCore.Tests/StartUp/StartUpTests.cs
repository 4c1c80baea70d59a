#pragma warning disable DLK0005, DLK0009, DLK0011 // What the compiler's check refuses must be refused at start-up, too: libraries may be older than it.
using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;
using Microsoft.AspNetCore.Mvc;

namespace DistributedLock.AspNetCore.Tests.StartUp;

/// <summary>What is declared as locked and would not be stops the start.</summary>
public sealed class StartUpTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("", "is malformed", "it is empty")]
    [InlineData("order-{id", "is malformed", "'{' is not closed")]
    [InlineData("{id}{name}", "is malformed", "nothing stands between")]
    [InlineData("order-{order}", "no parameter 'order'", "its parameters are id, name, items, when, address")]
    [InlineData("order-{route.order}", "{route.order}", "the route '/orders/{id}' has no value 'order'")]
    [InlineData("order-{this.Id}", "members of an instance", "name a parameter")]
    [InlineData("order-{query}", "does not say what of the query is meant", "write {query.name}")]
    [InlineData("order-{header[a].b}", "is malformed", "goes on after its index")]
    [InlineData("order-{query.x:D}", "takes no format", "remove the format")]
    [InlineData("order-{name:D}", "'String' takes no format", "remove it")]
    [InlineData("order-{id:nope}", "the format 'nope' writes nothing of a whole number", "leave the format away")]
    [InlineData("order-{when:Q}", "a DateTime takes no format 'Q'", "leave the format away")]
    [InlineData("order-{items}", "'String[]' has no stable text", "write {items*}")]
    [InlineData("order-{address}", "'Address' has no stable text", "name a value in it")]
    [InlineData("order-{address.Town}", "no public property or field 'Town'", "name one that it has")]
    [InlineData("order-{id*}", "is no collection", "take an array")]
    public async Task Template_that_cannot_be_bound_is_told_with_endpoint_and_remedy(string template, string reason, string remedy)
    {
        var message = await MessageAsync(app => app
            .MapPost("/orders/{id}", static (int id, string name, [FromQuery] string[] items, DateTime when, [FromBody] Address address) => Results.Ok()).WithDistributedLock(template));

        Assert.Contains("'HTTP: POST /orders/{id}'", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task All_problems_of_all_endpoints_are_told_at_once()
    {
        var message = await MessageAsync(static app =>
        {
            app.MapGet("/a", static () => "").WithDistributedLock("{x}-{y}");
            app.MapGet("/b", static () => "").WithDistributedLock("k", static options => options.MaxConcurrency = 0);
            app.MapGet("/c", static () => "").WithDistributedLock("k", static options => (options.Mode, options.MaxConcurrency) = (LockMode.Shared, 2));
            app.MapGet("/d", static () => "").WithDistributedLock("k", static options => options.HoldAtLeast = TimeSpan.FromSeconds(30));
            app.MapGet("/e", static () => "").WithDistributedLock("k", static options => options.Provider = "reports");
            app.MapGet("/f", NumbersAsync).WithDistributedLock("k", static options => options.Scope = LockScope.Call);
        });

        Assert.All(new[] { "'x'", "'y'", "MaxConcurrency must be 1 or more", "permits have no mode", "not below the lease", "registered as \"reports\"", "returns a stream" },
            part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Missing_provider_is_told_before_the_server_listens()
    {
        var message = await MessageAsync(static app => app.MapGet("/", static () => "").WithDistributedLock("k"), isProvided: false);

        Assert.Contains("no lock provider is registered", message, StringComparison.Ordinal);
        Assert.Contains("AddDistributedLock(", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Application_without_locked_endpoints_needs_no_provider()
    {
        await using var app = await TestApp.StartAsync(provider: null, static app => app.MapGet("/", static () => "ok"));

        Assert.Equal("ok", await app.Client.GetStringAsync("/", TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task Attribute_on_a_handler_of_a_minimal_api_is_not_covered()
    {
        var message = await MessageAsync(static app => app.MapPost("/orders/{id}", [DistributedLock("order-{id}")] static (int id) => ""));

        Assert.Contains("'HTTP: POST /orders/{id}' carries [DistributedLock(\"order-{id}\")], which nothing takes there", message, StringComparison.Ordinal);
        Assert.Contains(".WithDistributedLock(", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Attribute_on_a_controller_is_not_covered()
    {
        var message = await MessageAsync(static app => app.MapControllers(), services: static services => services.AddOnlyControllers(typeof(LockedController)));

        Assert.Contains("put it on the actions", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Attribute_on_the_base_of_a_controller_is_not_covered()
    {
        var message = await MessageAsync(static app => app.MapControllers(), services: static services => services.AddOnlyControllers(typeof(DerivedController)));

        Assert.Contains("put it on the actions", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Handler_of_a_minimal_api_that_overrides_a_locked_method_is_not_covered()
    {
        var message = await MessageAsync(static app => app.MapGet("/{id}", new DerivedHandler().Get));

        Assert.Contains("[DistributedLock(\"k-{id}\")], which nothing takes there", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Endpoint_that_runs_no_filters_is_not_covered()
    {
        var message = await MessageAsync(static app =>
        {
            var endpoints = new EndpointsWithoutFilters();
            ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources.Add(endpoints);
            endpoints.WithDistributedLock("k");
        });

        Assert.Contains("runs no endpoint filters", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Action_whose_attribute_cannot_be_obeyed_is_told_with_every_reason()
    {
        var message = await MessageAsync(static app => app.MapControllers(), services: static services => services.AddOnlyControllers(typeof(WrongController)));

        Assert.All(new[] { "WrongController.Get", "no parameter 'order'", "OnContention is Skip", "Core and Fallback", "RescheduleSeconds", "has no value 'shop'" },
            part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Locks_of_one_action_in_two_places_are_refused()
    {
        var message = await MessageAsync(static app => app.MapControllers().WithDistributedLock("all"), services: static services => services.AddOnlyControllers(typeof(RightController)));

        Assert.Contains("declare all locks in one place", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Options_that_cannot_work_are_told()
    {
        var message = await MessageAsync(static _ => { }, services: static services => services.AddDistributedLockEndpoints(static options => options.ContendedStatusCode = 200));

        Assert.Contains("ContendedStatusCode is 200", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Endpoint_never_runs_when_the_services_are_not_registered()
    {
        var hasRun = false;
        await using var app = await TestApp.StartAsync(new FakeProvider(), app => app.MapGet("/", () => hasRun = true).WithDistributedLock("k"), locked: false);

        using var response = await app.Client.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.False(response.IsSuccessStatusCode);
        Assert.False(hasRun);
        Assert.Contains(app.Logs.Lines, static line => line.Exception is InvalidOperationException { Message: var text } && text.Contains("AddDistributedLockEndpoints()", StringComparison.Ordinal));
    }

    private static async Task<string> MessageAsync(Action<WebApplication> map, bool isProvided = true, Action<IServiceCollection>? services = null)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestApp.StartAsync(isProvided ? new FakeProvider() : null, map, services));
        return exception.Message;
    }

    private static async IAsyncEnumerable<int> NumbersAsync()
    {
        await Task.Yield();
        yield return 1;
    }

    internal sealed record Address(string City);

    [DistributedLock("k")]
    [Route("locked")]
    internal sealed class LockedController : ControllerBase
    {
        [HttpGet]
        public string Get() => "";
    }

    [DistributedLock("k")]
    public abstract class LockedBase : ControllerBase;

    [Route("derived")]
    internal sealed class DerivedController : LockedBase
    {
        [HttpGet]
        public string Get() => "";
    }

    internal abstract class BaseHandler
    {
        [DistributedLock("k-{id}")]
        public abstract string Get(int id);
    }

    internal sealed class DerivedHandler : BaseHandler
    {
        public override string Get(int id) => $"{id}";
    }

    [Route("right")]
    internal sealed class RightController : ControllerBase
    {
        [HttpGet]
        [DistributedLock("k")]
        public string Get() => "";
    }

    [Route("wrong")]
    internal sealed class WrongController : ControllerBase
    {
        [HttpGet]
        [DistributedLock("{order}", OnContention = Contention.Skip)]
        [DistributedLock("a", Core = "x", RescheduleSeconds = 3)]
        [DistributedLock("b-{route.shop}")]
        public string Get() => "";
    }
}
