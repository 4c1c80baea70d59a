using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Xunit;

namespace DistributedLock.Runtime.Tests.Health;

/// <summary>Which providers are looked at, and that the check ends whatever they do.</summary>
public sealed class HealthCheckTests : HealthTest
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact(Timeout = Limit)]
    public async Task All_providers_are_looked_at_whenever_they_were_registered()
    {
        Services.AddDistributedLock(static locks => locks.UseInMemory());
        Services.AddHealthChecks().AddDistributedLock();
        Services.AddDistributedLock("reports", static locks => locks.UseInMemory());
        Services.AddKeyedSingleton<IDistributedLockProvider>("own", new RecordingProvider());

        var entry = await CheckAsync();

        Assert.Equal(["(default)", "own", "reports"], entry.Data.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((HealthStatus.Healthy, "Lock providers that answer: 3."), (entry.Status, entry.Description));
        Assert.Equal("recording", Of(entry, "own")["provider"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Providers_that_are_named_are_looked_at_alone()
    {
        Services.AddDistributedLock(static locks => locks.UseInMemory());
        Services.AddDistributedLock("reports", static locks => locks.UseInMemory());
        Services.AddDistributedLock("orders", static locks => locks.UseInMemory());
        Services.AddHealthChecks().AddDistributedLock("reports", tags: ["ready"]).AddDistributedLock([null, "orders"]);
        await using var container = Services.BuildServiceProvider();

        var registrations = container.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        Assert.Equal(["distributedlock-reports", "distributedlock-(default)-orders"], registrations.Select(static registration => registration.Name));
        Assert.Contains("ready", registrations.First().Tags);
        var report = await container.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);
        Assert.Equal(["reports"], report.Entries["distributedlock-reports"].Data.Keys);
        Assert.Equal(["(default)", "orders"], report.Entries["distributedlock-(default)-orders"].Data.Keys);
    }

    [Fact(Timeout = Limit)]
    public async Task One_provider_that_is_down_does_not_hide_the_others_and_has_the_status_that_was_chosen()
    {
        Bench.Store.BeforeTry = static (_, _) => throw new IOException("cut");
        Services.AddDistributedLock(static locks => locks.UseInMemory());
        Services.AddDistributedLock("reports", locks => locks.Use(_ => Bench.Provider));
        Services.AddHealthChecks().AddDistributedLock(name: "locks", failureStatus: HealthStatus.Degraded);

        var entry = await CheckAsync();

        Assert.Equal((HealthStatus.Degraded, "reports (fake) gives no lock: LockBackendException."), (entry.Status, entry.Description));
        Assert.Equal(("Healthy", "Unhealthy"), (Of(entry)["status"], Of(entry, "reports")["status"]));
    }

    [Fact(Timeout = Limit)]
    public async Task Store_that_never_answers_is_reported_in_time_and_asked_once_and_what_it_gives_late_is_freed()
    {
        var answer = new TaskCompletionSource();
        Bench.Store.BeforeTry = (_, _) => answer.Task;
        Services.AddDistributedLock(locks => locks.Use(_ => Bench.Provider));
        Services.AddHealthChecks().AddDistributedLock(timeout: Short);

        for (var i = 0; i < 3; i++)
        {
            var entry = await CheckAsync();
            Assert.Equal((HealthStatus.Unhealthy, "no answer", "fake"), (entry.Status, Of(entry)["probe"], Of(entry)["provider"]));
            Assert.Matches(@"^\(default\) \(fake\) has not answered for [0-9.]+ s\.$", entry.Description);
        }

        Assert.Equal(1, Bench.Store.Tries);
        answer.SetResult();
        await LeaseBench.UntilAsync(() => Bench.Store.Releases == 1 && Bench.Server.Leases == 0);
    }

    [Fact(Timeout = Limit)]
    public async Task Provider_that_blocks_while_it_is_made_is_reported_in_time()
    {
        using var goOn = new ManualResetEventSlim();
        Services.AddDistributedLock(locks => locks.Use(_ =>
        {
            goOn.Wait(Stop);
            return new RecordingProvider();
        }));
        Services.AddHealthChecks().AddDistributedLock(timeout: Short);

        var entry = await CheckAsync();

        Assert.Equal((HealthStatus.Unhealthy, "no answer"), (entry.Status, Of(entry)["probe"]));
        goOn.Set();
        while ((await CheckAsync()).Status != HealthStatus.Healthy)
        {
            Stop.ThrowIfCancellationRequested();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Provider_that_cannot_be_made_is_unhealthy()
    {
        Services.AddDistributedLock(static locks => locks.Use(static _ => throw new LockBackendException("wrong password")));
        Services.AddHealthChecks().AddDistributedLock();

        Assert.Equal("(default) gives no lock: LockBackendException.", (await CheckAsync()).Description);
    }

    [Fact(Timeout = Limit)]
    public async Task Application_without_providers_is_told_what_to_do()
    {
        Services.AddHealthChecks().AddDistributedLock();

        var entry = await CheckAsync();

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("services.AddDistributedLock(...)", entry.Description, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Host_that_stops_waiting_ends_the_check()
    {
        var answer = new TaskCompletionSource();
        Bench.Store.BeforeTry = (_, _) => answer.Task;
        Services.AddDistributedLock(locks => locks.Use(_ => Bench.Provider));
        Services.AddHealthChecks().AddDistributedLock(timeout: TimeSpan.FromMinutes(5));
        await using var container = Services.BuildServiceProvider();
        using var host = new CancellationTokenSource();

        var check = container.GetRequiredService<HealthCheckService>().CheckHealthAsync(host.Token);
        await host.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);
        answer.SetResult(); // the container's disposal waits for it
    }

    [Fact(Timeout = Limit)]
    public async Task Probe_lock_can_have_another_name()
    {
        Services.AddDistributedLock(locks => locks.Use(_ => Bench.Provider));
        Services.AddHealthChecks().AddDistributedLock(configure: static options => options.Key = "probe");
        await using var rival = await Bench.Create().TryAcquireAsync(new LockRequest("probe"), Stop);

        Assert.Equal("contended", Of(await CheckAsync())["probe"]);
    }

    [Fact(Timeout = Limit)]
    public Task Option_that_cannot_work_throws_at_the_registration()
    {
        var checks = Services.AddHealthChecks();
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => checks.AddDistributedLock(timeout: TimeSpan.Zero));
        Assert.Throws<ArgumentException>("providers", () => checks.AddDistributedLock(Array.Empty<string>()));
        Assert.Throws<ArgumentException>("Key", () => checks.AddDistributedLock(configure: static options => options.Key = default));
        Assert.Throws<ArgumentException>("LossWindow", () => checks.AddDistributedLock(configure: static options => options.LossWindow = TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentNullException>("provider", () => checks.AddDistributedLock((string)null!));
        return Task.CompletedTask;
    }
}
