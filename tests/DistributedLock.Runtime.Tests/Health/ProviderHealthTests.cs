using DistributedLock.Runtime.Tests.Sessions;
using DistributedLock.Runtime.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace DistributedLock.Runtime.Tests.Health;

/// <summary>What makes a provider healthy, degraded and unhealthy.</summary>
public sealed class ProviderHealthTests : HealthTest
{
    private readonly ObserverRecord _observer = new();

    public ProviderHealthTests()
    {
        Services.AddSingleton<ILockObserver>(_observer);
        Services.AddHealthChecks().AddDistributedLock(timeout: TimeSpan.FromSeconds(20));
    }

    [Fact(Timeout = Limit)]
    public async Task Provider_whose_store_gives_the_probe_lock_is_healthy_and_keeps_nothing()
    {
        Use(Bench.Provider);

        var entry = await CheckAsync();

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        var data = Of(entry);
        Assert.Equal(("Healthy", "acquired", "fake", 0), (data["status"], data["probe"], data["provider"], data["held"]));
        Assert.Equal(("idle", "closed"), (data["renewals"], data["circuit"]));
        Assert.True((double)data["latencyMs"] >= 0);
        Assert.Equal((1, 1, 0), (Bench.Store.Tries, Bench.Store.Releases, Bench.Server.Leases));
    }

    [Fact(Timeout = Limit)]
    public async Task Probe_lock_that_somebody_else_has_is_an_answer()
    {
        Use(Bench.Provider);
        await using var rival = await Bench.Create().TryAcquireAsync(new LockRequest("distributedlock-health"), Stop);

        var entry = await CheckAsync();

        Assert.Equal((HealthStatus.Healthy, "contended"), (entry.Status, Of(entry)["probe"]));
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_held_is_counted_while_nobody_listens_to_telemetry()
    {
        Use(Bench.Provider);
        await using var first = await Locks.TryAcquireAsync(new LockRequest("a"), Stop);
        await using var second = Locks.TryAcquire(new LockRequest("b") { MaxConcurrency = 2 }, Stop);

        Assert.Equal(2, Of(await CheckAsync())["held"]);
    }

    [Fact(Timeout = Limit)]
    public async Task What_memory_holds_is_counted()
    {
        Services.AddDistributedLock(static locks => locks.UseInMemory());
        await using var first = await Locks.AcquireAsync("a", cancellationToken: Stop);
        await using var second = await Locks.TryAcquireAsync(new LockRequest("b") { Mode = LockMode.Shared }, Stop);
        await using var third = await Locks.TryAcquireAsync(new LockRequest("b") { Mode = LockMode.Shared, TrackFlow = false }, Stop);

        var data = Of(await CheckAsync());

        Assert.Equal((3, "none", "none"), (data["held"], data["renewals"], data["circuit"]));
    }

    [Fact(Timeout = Limit)]
    public async Task Store_that_fails_is_unhealthy_and_told_without_keys()
    {
        Use(Bench.Provider);
        Bench.Store.BeforeTry = static (_, _) => throw new IOException("password=secret");

        var entry = await CheckAsync();

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Equal("(default) (fake) gives no lock: LockBackendException.", entry.Description);
        Assert.IsType<LockBackendException>(entry.Exception);
        Assert.Equal(("failed", typeof(LockBackendException).FullName), (Of(entry)["probe"], Of(entry)["error"]));
        Assert.DoesNotContain("secret", string.Join(' ', Of(entry).Values), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Store_that_has_been_down_for_a_while_is_not_asked_by_its_health_check_either()
    {
        Use(Bench.Provider);
        var since = Bench.Clock.GetUtcNow();
        Bench.Store.BeforeTry = static (_, _) => throw new IOException("cut");
        Bench.Store.BeforeRelease = static _ => throw new IOException("cut");
        await CheckAsync();
        Bench.Pass(10);
        await CheckAsync();
        var tries = Bench.Store.Tries;

        var entry = await CheckAsync();

        Assert.Equal(tries, Bench.Store.Tries);
        Assert.Equal((HealthStatus.Unhealthy, "(default) (fake) has been down since 2000-01-01 00:00:00Z."), (entry.Status, entry.Description));
        Assert.Equal(("open", since, 5d), (Of(entry)["circuit"], Of(entry)["downSince"], Of(entry)["retryAfterSeconds"]));
    }

    [Fact(Timeout = Limit)]
    public async Task Health_check_finds_that_the_store_is_back()
    {
        Use(Bench.Provider);
        Bench.Store.BeforeTry = static (_, _) => throw new IOException("cut");
        Bench.Store.BeforeRelease = static _ => throw new IOException("cut");
        await CheckAsync();
        Bench.Pass(10);
        await CheckAsync();
        Bench.Store.BeforeTry = static (_, _) => Task.CompletedTask;
        Bench.Store.BeforeRelease = static _ => Task.CompletedTask;
        Bench.Pass(5);

        var entry = await CheckAsync();

        Assert.Equal((HealthStatus.Healthy, "closed"), (entry.Status, Of(entry)["circuit"]));
    }

    [Fact(Timeout = Limit)]
    public async Task Renewals_that_fail_degrade_until_one_succeeds()
    {
        Use(Bench.Provider);
        await using var handle = await Locks.TryAcquireAsync(new LockRequest("a"), Stop);
        Bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        Bench.Pass(10);

        var entry = await CheckAsync();

        Assert.Equal((HealthStatus.Degraded, "(default) (fake) has not renewed leases since 2000-01-01 00:00:10Z."), (entry.Status, entry.Description));
        Assert.Equal(("failing", 1, typeof(IOException).FullName), (Of(entry)["renewals"], Of(entry)["renewalFailures"], Of(entry)["renewalError"]));
        Bench.Store.BeforeRenewal = static () => Task.CompletedTask;
        Bench.Pass(1);
        entry = await CheckAsync();
        Assert.Equal((HealthStatus.Healthy, "working"), (entry.Status, Of(entry)["renewals"]));
    }

    [Fact(Timeout = Limit)]
    public async Task Failures_of_renewals_are_none_of_the_locks_that_are_taken_later()
    {
        Use(Bench.Provider);
        await using (await Locks.TryAcquireAsync(new LockRequest("old"), Stop))
        {
            Bench.Store.BeforeRenewal = static () => throw new IOException("cut");
            Bench.Pass(10.5);
        }

        Bench.Store.BeforeRenewal = static () => Task.CompletedTask;
        await using var handle = await Locks.TryAcquireAsync(new LockRequest("new") { Lease = TimeSpan.FromDays(1) }, Stop);

        var entry = await CheckAsync();

        Assert.Equal((HealthStatus.Healthy, "working"), (entry.Status, Of(entry)["renewals"]));
    }

    [Fact(Timeout = Limit)]
    public async Task Renewals_are_not_failing_when_there_is_nothing_left_to_renew()
    {
        Use(Bench.Provider);
        var handle = await Locks.TryAcquireAsync(new LockRequest("a"), Stop);
        Bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        Bench.Pass(10);
        await handle!.DisposeAsync();

        var entry = await CheckAsync();

        Assert.Equal((HealthStatus.Healthy, "idle"), (entry.Status, Of(entry)["renewals"]));
    }

    [Fact(Timeout = Limit)]
    public async Task Lost_lease_degrades_for_a_minute()
    {
        Use(Bench.Provider);
        await using var handle = await Locks.TryAcquireAsync(new LockRequest("a"), Stop);
        Bench.Server.DropAll();
        Bench.Pass(10);

        var entry = await CheckAsync();

        Assert.Equal((HealthStatus.Degraded, "(default) (fake) lost a lock at 2000-01-01 00:00:10Z: NotHeld."), (entry.Status, entry.Description));
        Assert.Equal("NotHeld", Of(entry)["lastLossReason"]);
        Bench.Pass(60);
        entry = await CheckAsync();
        Assert.Equal((HealthStatus.Healthy, "NotHeld"), (entry.Status, Of(entry)["lastLossReason"]));
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_that_was_held_too_long_by_its_own_limit_says_nothing_about_the_store()
    {
        Use(Bench.Provider);
        await using var handle = await Locks.TryAcquireAsync(new LockRequest("a") { MaxHold = TimeSpan.FromSeconds(1) }, Stop);
        Bench.Pass(2);
        Assert.True(((DistributedLockHandle)handle!).IsLost);

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
    }

    [Fact(Timeout = Limit)]
    public async Task Lost_session_degrades_and_sessions_have_no_renewals()
    {
        var server = new FakeSessionServer();
        Use(new FakeSessionProvider(server, new InMemoryLockOptions { TimeProvider = Bench.Clock }));
        await using var lost = await Locks.TryAcquireAsync(new LockRequest("a"), Stop);
        await using var held = await Locks.TryAcquireAsync(new LockRequest("b"), Stop);
        server.Cut(new LockResource("a", isSemaphore: false));

        var entry = await CheckAsync();

        Assert.Equal((HealthStatus.Degraded, "SessionEnded"), (entry.Status, Of(entry)["lastLossReason"]));
        Assert.Equal((1, "none", "closed"), (Of(entry)["held"], Of(entry)["renewals"], Of(entry)["circuit"]));
    }

    [Fact(Timeout = Limit)]
    public async Task Observers_hear_nothing_of_the_probe()
    {
        Use(Bench.Provider);
        await CheckAsync();
        await (await Locks.AcquireAsync("a", cancellationToken: Stop)).DisposeAsync();

        await _observer.WaitForAsync(2, Stop);
        Assert.All(_observer.Events, static lockEvent => Assert.Equal("a", lockEvent.Key.Value));
    }

    private void Use(IDistributedLockProvider provider) => Services.AddDistributedLock(locks => locks.Use(_ => provider));
}
