using DistributedLock.FailFast;
using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Leases;
using DistributedLock.Telemetry;
using DistributedLock.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DistributedLock.Runtime.Tests.FailFast;

/// <summary>Which registered providers fail fast.</summary>
public sealed class FailFastRegistrationTests
{
    private const int Limit = 30_000;

    private readonly ServiceCollection _services = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Registered_provider_fails_fast_and_is_found_through_it()
    {
        var engine = new LeaseBench().Provider;
        await using var container = _services.AddDistributedLock(locks => locks.Use(_ => engine)).BuildServiceProvider();

        var locks = container.GetRequiredService<IDistributedLockProvider>();

        Assert.NotNull(locks.As<FailFastLockProvider>());
        Assert.Same(engine, locks.As<FakeLeaseProvider>());
        Assert.NotNull(locks.As<IDistributedLockInspector>());
        Assert.Equal("fake", ((ILockProviderInfo)locks).Name);
    }

    [Fact(Timeout = Limit)]
    public async Task Memory_has_no_store_that_could_be_down()
    {
        await using var container = _services.AddDistributedLock(static locks => locks.UseInMemory()).BuildServiceProvider();

        Assert.Null(container.GetRequiredService<IDistributedLockProvider>().As<FailFastLockProvider>());
    }

    [Fact(Timeout = Limit)]
    public async Task Switched_off_nothing_stands_around_the_provider()
    {
        var inner = new RecordingProvider();
        _services.AddDistributedLock(locks => locks.Use(_ => inner).ConfigureFailFast(static failFast => failFast.IsEnabled = false));
        await using var container = _services.BuildServiceProvider();

        Assert.Null(container.GetRequiredService<IDistributedLockProvider>().As<FailFastLockProvider>());
        Assert.Same(inner, inner.WithFailFast(new LockFailFastOptions { IsEnabled = false }));
    }

    [Fact(Timeout = Limit)]
    public async Task Provider_that_fails_fast_already_is_left_alone()
    {
        var own = new RecordingProvider().WithFailFast();
        await using var container = _services.AddDistributedLock(locks => locks.Use(_ => own)).BuildServiceProvider();

        Assert.Same(own, container.GetRequiredService<IDistributedLockProvider>().As<FailFastLockProvider>());
        Assert.Throws<ArgumentException>("provider", () => own.WithFailFast());
    }

    [Fact(Timeout = Limit)]
    public async Task Registered_provider_that_code_gave_times_fails_fast_and_is_observed_like_every_other()
    {
        var engine = new LeaseBench().Provider;
        _services.AddDistributedLock(locks => locks.Use(_ => engine.WithTimes(static times => times.Defaults.Lease = TimeSpan.FromSeconds(7))));
        _services.AddDistributedLock("alias", static locks => locks.Use(static container => container.GetRequiredService<IDistributedLockProvider>()));
        await using var container = _services.BuildServiceProvider();

        var locks = container.GetRequiredService<IDistributedLockProvider>();
        await using var handle = await locks.AcquireAsync("k", cancellationToken: Stop);

        Assert.True(locks.As<FailFastLockProvider>() is not null && locks.As<ObservedLockProvider>() is not null);
        Assert.Equal(TimeSpan.FromSeconds(7), handle.ExpiresAt - handle.AcquiredAt);
        Assert.Same(locks, container.GetRequiredKeyedService<IDistributedLockProvider>("alias"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(nameof(LockFailFastOptions.OpenAfter), 0)]
    [InlineData(nameof(LockFailFastOptions.OpenAfter), 86_401)]
    [InlineData(nameof(LockFailFastOptions.RetryAfter), 0.499)]
    [InlineData(nameof(LockFailFastOptions.RetryAfter), 86_401)]
    public Task Time_out_of_its_range_throws_at_the_registration(string option, double seconds)
    {
        Assert.Throws<ArgumentException>(option, () => _services.AddDistributedLock(locks => locks.UseInMemory().ConfigureFailFast(failFast =>
        {
            failFast.OpenAfter = option == nameof(LockFailFastOptions.OpenAfter) ? TimeSpan.FromSeconds(seconds) : failFast.OpenAfter;
            failFast.RetryAfter = option == nameof(LockFailFastOptions.RetryAfter) ? TimeSpan.FromSeconds(seconds) : failFast.RetryAfter;
        })));
        return Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public async Task Limits_of_the_ranges_are_taken()
    {
        foreach (var (openAfter, retryAfter) in new[] { (0.001, 0.5), (86_400d, 86_400d) })
        {
            var locks = new RecordingProvider().WithFailFast(new LockFailFastOptions { OpenAfter = TimeSpan.FromSeconds(openAfter), RetryAfter = TimeSpan.FromSeconds(retryAfter) });
            Assert.NotNull(await locks.TryAcquireAsync(new LockRequest("k"), Stop));
        }
    }

    [Fact(Timeout = Limit)]
    public Task Clock_that_is_set_back_keeps_no_circuit_open()
    {
        var clock = new SettableClock();
        var inner = new RecordingProvider { TimeProvider = clock, Answer = static (_, _) => throw new LockBackendException("down") };
        var locks = inner.WithFailFast();
        Assert.Throws<LockBackendException>(() => locks.TryAcquire(new LockRequest("k"), Stop));
        clock.Stamps.Advance(TimeSpan.FromSeconds(10));
        Assert.Throws<LockBackendException>(() => locks.TryAcquire(new LockRequest("k"), Stop));
        inner.Answer = null;

        clock.Day = clock.Day.AddHours(-1);
        clock.Stamps.Advance(TimeSpan.FromSeconds(5));

        Assert.NotNull(locks.TryAcquire(new LockRequest("k"), Stop));
        return Task.CompletedTask;
    }

    private sealed class SettableClock : TimeProvider
    {
        public ManualTimeProvider Stamps { get; } = new();

        public DateTimeOffset Day { get; set; } = DateTimeOffset.UnixEpoch.AddYears(50);

        public override long TimestampFrequency => Stamps.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => Day;

        public override long GetTimestamp() => Stamps.GetTimestamp();
    }
}
