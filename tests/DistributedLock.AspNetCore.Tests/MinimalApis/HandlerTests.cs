using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;

namespace DistributedLock.AspNetCore.Tests.MinimalApis;

/// <summary>What a handler sees of the lock that it runs under.</summary>
public sealed partial class HandlerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Handler_gets_the_fencing_token_of_its_lock()
    {
        await using var app = await TestApp.StartAsync(new FakeProvider(), static app => app
            .MapGet("/", static (HttpContext context) => context.GetDistributedLock()?.FencingToken).WithDistributedLock("k"));

        Assert.Equal("1", await app.Client.GetStringAsync("/", Cancellation));
        Assert.Equal("2", await app.Client.GetStringAsync("/", Cancellation));
    }

    [Fact(Timeout = 60_000)]
    public async Task Request_holds_nothing_before_and_after_its_handler()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<bool>();
        await using var app = await TestApp.StartAsync(new FakeProvider(), app =>
        {
            app.Use(async (context, next) =>
            {
                seen.Enqueue(context.GetDistributedLock() is not null);
                await next(context);
                seen.Enqueue(context.GetDistributedLocks().Count > 0);
            });
            app.MapGet("/", (HttpContext context) => seen.Enqueue(context.GetDistributedLock() is not null)).WithDistributedLock("k");
        });

        await app.Client.GetAsync("/", Cancellation);

        Assert.Equal([false, true, false], seen);
    }

    [Fact(Timeout = 60_000)]
    public async Task Locked_method_of_the_same_key_that_the_handler_calls_throws_at_once_and_does_not_wait_for_its_own_request()
    {
        using var provider = new InMemoryLockProvider();
        var service = new Orders(provider);
        await using var app = await TestApp.StartAsync(provider, app => app.MapPost("/orders/{id}", async (int id) =>
        {
            await Task.Yield();
            var exception = await Record.ExceptionAsync(() => service.ShipAsync(id));
            await service.ShipAsync(id + 1);
            return exception?.GetType().Name;
        }).WithDistributedLock("order-{id}"));

        using var response = await app.Client.PostAsync("/orders/1", null, Cancellation);

        Assert.Equal(nameof(LockReentrancyException), await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact(Timeout = 60_000)]
    public async Task Exception_of_the_handler_releases_the_lock_and_passes_unchanged()
    {
        var provider = new FakeProvider();
        await using var app = await TestApp.StartAsync(provider, static app =>
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
            app.MapGet("/", static string () => throw new TimeZoneNotFoundException("mine")).WithDistributedLock("k");
        });

        Assert.Equal("mine", await app.Client.GetStringAsync("/", Cancellation));
        Assert.Single(provider.Released);
    }

    [Fact(Timeout = 60_000)]
    public async Task Generated_wrapper_as_a_handler_takes_its_own_lock_and_needs_no_filter()
    {
        var provider = new FakeProvider();
        var service = new Orders(provider);
        await using var app = await TestApp.StartAsync(provider, app => app.MapPost("/orders/{id}", service.ShipAsync));

        using var response = await app.Client.PostAsync("/orders/5", null, Cancellation);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("order-5", provider.Key);
    }

    private sealed partial class Orders(IDistributedLockProvider locks)
    {
        [DistributedLock("order-{id}")]
        public partial Task ShipAsync(int id);

        private Task ShipCoreAsync(int id) => Task.CompletedTask;
    }
}
