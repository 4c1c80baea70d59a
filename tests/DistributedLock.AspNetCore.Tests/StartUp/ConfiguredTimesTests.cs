using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;

namespace DistributedLock.AspNetCore.Tests.StartUp;

/// <summary>Endpoints have the times that the application's configuration says.</summary>
public sealed class ConfiguredTimesTests
{
    private const int Limit = 60_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Endpoint_and_action_wait_and_lease_as_configured()
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(
            provider,
            static app =>
            {
                app.MapPost("/orders/{id}", static (int id) => "").WithDistributedLock("order-{id}", static options => options.Profile = "slow");
                app.MapControllers();
            },
            ("Defaults:TimeoutSeconds", "3"), ("Profiles:slow:LeaseSeconds", "90"), ("Locks:0:Template", "stock-<id>"), ("Locks:0:TimeoutSeconds", "0"));

        (await app.Client.PostAsync("/orders/7", null, Cancellation)).EnsureSuccessStatusCode();
        (await app.Client.PostAsync("/stock/7", null, Cancellation)).EnsureSuccessStatusCode();

        Assert.Equal([(3d, 90d), (0d, 90d)], provider.Requests.Select(static request => (request.Timeout.TotalSeconds, request.Lease.TotalSeconds)));
        Assert.DoesNotContain(app.Logs.Lines, static line => line.Id.Id == 42);
    }

    [Fact(Timeout = Limit)]
    public async Task Template_that_is_near_to_that_of_an_endpoint_is_a_warning()
    {
        await using var app = await StartAsync(
            new FakeProvider(), static app => app.MapPost("/orders/{id}", static (int id) => "").WithDistributedLock("order-{id}"), ("Locks:0:Template", "orders-{id}"));

        Assert.EndsWith("did you mean 'order-{id}'?", Assert.Single(app.Logs.Lines, static line => line.Id.Id == 42).Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Endpoint_that_its_configuration_contradicts_stops_the_start()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(
            new FakeProvider(),
            static app =>
            {
                app.MapGet("/a", static () => "").WithDistributedLock("a", static options => options.HoldAtLeast = TimeSpan.FromSeconds(20));
                app.MapGet("/b", static () => "").WithDistributedLock("b", static options => options.Profile = "slow");
            },
            ("Defaults:LeaseSeconds", "15")));

        Assert.Contains("'HTTP: GET /a': The times of the lock 'a' (HTTP: GET /a) contradict each other", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'HTTP: GET /b': The lock 'b' (HTTP: GET /b) names the profile 'slow', which is not configured", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Lease_that_is_raised_by_configuration_allows_a_longer_hold()
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(
            provider, static app => app.MapGet("/a", static () => "").WithDistributedLock("a", static options => options.HoldAtLeast = TimeSpan.FromSeconds(45)), ("Defaults:LeaseSeconds", "60"));

        (await app.Client.GetAsync("/a", Cancellation)).EnsureSuccessStatusCode();

        Assert.Equal(TimeSpan.FromSeconds(60), provider.Requests.Single().Lease);
    }

    [Fact(Timeout = Limit)]
    public async Task Mistake_in_the_configuration_stops_the_start_before_the_server_listens()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(new FakeProvider(), static _ => { }, ("Defaults:LeaseSeconds", "abc")));

        Assert.Contains("DistributedLock:Defaults:LeaseSeconds is 'abc'", refused.Message, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(IDistributedLockProvider provider, Action<WebApplication> map, params (string Path, string Value)[] settings) => TestApp.StartAsync(
        provider,
        map,
        services =>
        {
            services.AddOnlyControllers(typeof(StockController));
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create("DistributedLock:" + setting.Path, (string?)setting.Value))).Build());
        });

    [ApiController]
    public sealed class StockController : ControllerBase
    {
        [HttpPost("/stock/{id}")]
        [DistributedLock("stock-{id}", TimeoutSeconds = 5, Profile = "slow")]
        public string Take(int id) => "";
    }
}
