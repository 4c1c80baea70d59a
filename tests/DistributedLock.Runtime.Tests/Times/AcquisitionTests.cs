using DistributedLock.CompilerServices;
using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DistributedLock.Runtime.Tests.Times;

/// <summary>All ways to a lock have the configured times, and so have messages and exceptions.</summary>
public sealed class AcquisitionTests
{
    private const int Limit = 60_000;

    private static readonly LockDefinition First = new("a-{id}", "Shop.Orders.Place") { Timeout = TimeSpan.FromSeconds(1) };
    private static readonly LockDefinition Second = new("b-{id}", "Shop.Orders.Place") { Timeout = TimeSpan.FromSeconds(1) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ChangingSettings Waits => new(
        ("DistributedLock:Locks:0:Template", "a-{id}"), ("DistributedLock:Locks:0:TimeoutSeconds", "30"), ("DistributedLock:Locks:0:RescheduleSeconds", "77"),
        ("DistributedLock:Locks:1:Template", "b-<id>"), ("DistributedLock:Locks:1:TimeoutSeconds", "40"));

    [Fact(Timeout = Limit)]
    public async Task Exception_of_a_contended_lock_tells_the_wait_that_was_configured()
    {
        await using var application = new ConfiguredApplication(Waits);
        application.Store.Answer = static (_, _) => default;
        var locks = application.Locks;
        var failures = new[]
        {
            await Assert.ThrowsAsync<LockNotAcquiredException>(async () => await LockCall.AcquireAsync(locks, First.CreateRequest("a"), Token)),
            Assert.Throws<LockNotAcquiredException>(() => LockCall.Acquire(locks, First.CreateRequest("a"), Token)),
            await Assert.ThrowsAsync<LockNotAcquiredException>(async () => await Claims(locks).AcquireAsync(Token)),
            Assert.Throws<LockNotAcquiredException>(() => Claims(locks).Acquire(Token)),
        };

        Assert.All(failures, static failure =>
        {
            Assert.Equal(TimeSpan.FromSeconds(30), failure.Timeout);
            Assert.Contains("within 30 s", failure.Message, StringComparison.Ordinal);
        });
    }

    [Fact(Timeout = Limit)]
    public async Task Several_locks_share_a_deadline_that_is_configured()
    {
        var clock = new ManualTimeProvider();
        var store = new RecordingProvider { TimeProvider = clock };
        store.Answer = async (request, _) =>
        {
            if (request.Key == "a")
            {
                clock.Advance(TimeSpan.FromSeconds(25));
            }

            await Task.Yield();
            return store.Grant(request);
        };
        var locks = store.WithTimes(static times =>
        {
            times.Lock("a-{id}").Timeout = TimeSpan.FromSeconds(30);
            times.Lock("b-{id}").Timeout = TimeSpan.FromSeconds(40);
        });

        await using var handle = await Claims(locks).AcquireAsync(Token);

        Assert.Equal([("a", 30d), ("b", 15d)], store.Requests.Select(static request => (request.Key.Value, request.Timeout.TotalSeconds)));
    }

    [Fact(Timeout = Limit)]
    public async Task Configured_deadline_holds_also_behind_chaos()
    {
        await using var application = new ConfiguredApplication(Waits, services: static services => services.AddDistributedLockChaos(static chaos => chaos.Seed = 1));
        application.Store.Answer = static (_, _) => default;

        var failure = await Assert.ThrowsAsync<LockNotAcquiredException>(async () => await Claims(application.Locks).AcquireAsync(Token));

        Assert.Equal(TimeSpan.FromSeconds(30), failure.Timeout);
        Assert.InRange(application.Store.Requests.Single().Timeout, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
    }

    [Fact(Timeout = Limit)]
    public async Task Job_that_comes_again_does_so_after_the_configured_time()
    {
        await using var application = new ConfiguredApplication(Waits);
        application.Store.Answer = static (_, _) => default;
        var declared = new LockDefinition("a-{id}", "Shop.Job") { Timeout = TimeSpan.Zero, RescheduleAfter = TimeSpan.FromSeconds(5) };
        var other = new LockDefinition("c", "Shop.Job") { Timeout = TimeSpan.Zero, RescheduleAfter = TimeSpan.FromSeconds(5) };
        var job = new JobMethodLock(typeof(AcquisitionTests), "Run", [], (claims, locks, _) => claims.Add(locks, declared.CreateRequest("a")));

        Assert.Equal(TimeSpan.FromSeconds(77), job.TryAcquire(application.Locks, [], Token).RescheduleAfter);
        Assert.Equal(TimeSpan.FromSeconds(77), JobReschedule.After((application.Locks, other), (application.Locks, declared)));
        Assert.Equal(TimeSpan.FromSeconds(5), JobReschedule.After((application.Locks, other)));
        Assert.Equal(TimeSpan.FromSeconds(5), JobReschedule.After((application.Store, declared)));
        Assert.Throws<InvalidOperationException>(() => JobReschedule.After((null, declared)));
    }

    [Fact(Timeout = Limit)]
    public async Task Named_registrations_have_times_of_their_own_over_one_configuration()
    {
        await using var application = new ConfiguredApplication(
            new ChangingSettings(("DistributedLock:Defaults:LeaseSeconds", "20"), ("Reports:Defaults:LeaseSeconds", "50")),
            static times => times.Defaults.Timeout = TimeSpan.FromSeconds(1),
            static services => services
                .AddDistributedLock("same", static locks => locks.Use(static _ => new RecordingProvider()))
                .AddDistributedLock("reports", static locks => locks.Use(static _ => new RecordingProvider()).ConfigureTimes(static times => times.Section = "Reports"))
                .AddDistributedLock("alias", static locks => locks.Use(static container => container.GetRequiredService<IDistributedLockProvider>())));

        var leases = new List<(double, double)>();
        foreach (var name in new[] { "same", "reports" })
        {
            var locks = application.Services.GetRequiredKeyedService<IDistributedLockProvider>(name);
            await (await locks.AcquireAsync("k", cancellationToken: Token)).DisposeAsync();
            var taken = locks.As<RecordingProvider>()!.Requests.Single();
            leases.Add((taken.Lease.TotalSeconds, taken.Timeout.TotalSeconds));
        }

        Assert.Equal([(20, 10), (50, 10)], leases);
        Assert.Same(application.Locks, application.Services.GetRequiredKeyedService<IDistributedLockProvider>("alias"));
    }

    [Fact(Timeout = Limit)]
    public async Task Request_is_left_alone_where_nothing_is_configured_and_where_it_says_all_itself()
    {
        await using var bare = new ConfiguredApplication(settings: null);
        var request = First.CreateRequest("k") with { TrackFlow = false };
        await (await bare.Locks.AcquireAsync(request, Token)).DisposeAsync();
        Assert.Same(request, bare.Store.Requests.Single());

        await using var configured = new ConfiguredApplication(Waits);
        var complete = new LockRequest("k") { Timeout = TimeSpan.Zero, Lease = TimeSpan.FromSeconds(1), HoldAtLeast = TimeSpan.Zero, MaxHold = null };
        await (await configured.Locks.AcquireAsync(complete, Token)).DisposeAsync();
        Assert.Same(complete, configured.Store.Requests.Single());

        var resolved = ((ILockRequestResolver)configured.Locks).Resolve(request);
        Assert.Same(resolved, ((ILockRequestResolver)configured.Locks).Resolve(resolved));
    }

    private static LockClaims Claims(IDistributedLockProvider locks)
    {
        var claims = new LockClaims();
        claims.Add(locks, Second.CreateRequest("b"));
        claims.Add(locks, First.CreateRequest("a"));
        return claims;
    }
}
