using System.Net;
using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;

namespace DistributedLock.AspNetCore.Tests.MinimalApis;

/// <summary>Locks of groups, and several locks on one endpoint.</summary>
public sealed class GroupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Lock_of_a_group_is_taken_by_each_of_its_endpoints()
    {
        var provider = new FakeProvider();
        await using var app = await TestApp.StartAsync(provider, static app =>
        {
            var tenants = app.MapGroup("/tenants/{tenant}").WithDistributedLock("tenant-{route.tenant}");
            tenants.MapGet("/a", static () => "a");
            tenants.MapGroup("/inner").MapGet("/b", static (HttpContext context) => "b");
            app.MapGet("/free", static () => "free");
        });

        foreach (var path in new[] { "/tenants/x/a", "/tenants/y/inner/b", "/free" })
        {
            Assert.True((await app.Client.GetAsync(path, Cancellation)).IsSuccessStatusCode);
        }

        Assert.Equal(["tenant-x", "tenant-y"], provider.Requests.Select(static request => request.Key.Value));
    }

    [Fact(Timeout = 60_000)]
    public async Task Locks_of_group_and_endpoint_are_taken_together_in_canonical_order()
    {
        var provider = new FakeProvider();
        await using var app = await TestApp.StartAsync(provider, static app => app
            .MapGroup("/tenants/{tenant}").WithDistributedLock("tenant-{route.tenant}")
            .MapGet("/orders/{id}", static (int id, HttpContext context) => string.Join(",", context.GetDistributedLocks().Select(static handle => handle.Key)))
            .WithDistributedLock("order-{id}"));

        Assert.Equal("order-1,tenant-x", await app.Client.GetStringAsync("/tenants/x/orders/1", Cancellation));
        Assert.Equal(2, provider.Released.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Locks_of_a_request_are_all_or_nothing()
    {
        using var provider = new InMemoryLockProvider();
        await using var app = await TestApp.StartAsync(provider, static app => app.MapGet("/", static () => "")
            .WithDistributedLock("a", static options => options.Timeout = TimeSpan.Zero)
            .WithDistributedLock("b", static options => options.Timeout = TimeSpan.Zero));

        HttpStatusCode whileHeld;
        await using (await provider.AcquireAsync("b", cancellationToken: Cancellation))
        {
            var answer = await Answer.ReadAsync(await app.Client.GetAsync("/", Cancellation));
            whileHeld = answer.Status;
            Assert.Equal("a, b", answer.Lock);
            await using var other = await provider.TryAcquireAsync("a", cancellationToken: Cancellation);
            Assert.NotNull(other);
        }

        Assert.Equal(HttpStatusCode.Conflict, whileHeld);
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("/", Cancellation)).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Handler_without_parameters_of_its_own_and_every_option_reach_the_provider()
    {
        var provider = new FakeProvider();
        await using var app = await TestApp.StartAsync(provider, static app => app.MapGet("/", static (HttpContext context) => context.Response.WriteAsync("ok")).WithDistributedLock("k", static options =>
        {
            options.Timeout = TimeSpan.FromSeconds(3);
            options.Mode = LockMode.Shared;
            options.Lease = TimeSpan.FromSeconds(40);
            options.HoldAtLeast = TimeSpan.FromSeconds(5);
            options.MaxHold = TimeSpan.FromSeconds(50);
        }));

        Assert.Equal("ok", await app.Client.GetStringAsync("/", Cancellation));
        var request = Assert.Single(provider.Requests);
        Assert.Equal(TimeSpan.FromSeconds(3), request.Timeout);
        Assert.Equal(LockMode.Shared, request.Mode);
        Assert.Equal(TimeSpan.FromSeconds(40), request.Lease);
        Assert.Equal(TimeSpan.FromSeconds(5), request.HoldAtLeast);
        Assert.Equal(TimeSpan.FromSeconds(50), request.MaxHold);
        Assert.Equal("HTTP: GET /", request.Definition?.Member);
    }

    [Fact(Timeout = 60_000)]
    public async Task Named_provider_is_used_where_it_is_asked_for()
    {
        var reports = new FakeProvider();
        await using var app = await TestApp.StartAsync(
            new FakeProvider(),
            static app => app.MapGet("/", static () => "").WithDistributedLock("k", static options => options.Provider = "reports"),
            services => services.AddDistributedLock("reports", locks => locks.Use(_ => reports)));

        await app.Client.GetAsync("/", Cancellation);

        Assert.Single(reports.Requests);
    }
}
