using DistributedLock.Runtime.Tests.Leases;
using DistributedLock.Runtime.Tests.Telemetry;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Inspection;

/// <summary>What goes beyond the conformance suite: who is told, how soon, and what is said when nobody knows.</summary>
public sealed class ForceReleaseTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();
    private readonly FakeLeaseProvider _operator;

    public ForceReleaseTests() => _operator = new FakeLeaseProvider(
        _bench.Server, new InMemoryLockOptions { AllowForceRelease = true, ApplicationName = "ops", TimeProvider = _bench.Clock, LoggerFactory = _bench });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Holder_of_another_process_is_told_by_its_next_renewal()
    {
        var handle = await _bench.TakeAsync();
        var held = Assert.Single(await _operator.GetAsync("k", Stop));
        _bench.Pass(9);

        Assert.True(await _operator.ForceReleaseAsync(held, Stop));
        Assert.False(handle.IsLost);
        _bench.Pass(1);

        Assert.Equal(LockLossReason.NotHeld, handle.LossReason);
    }

    [Fact(Timeout = Limit)]
    public async Task Holder_of_the_same_provider_need_not_wait_for_its_renewal()
    {
        await using var handle = await LeaseBench.TakeAsync(_operator);
        var lost = handle.LostToken;

        await _operator.ForceReleaseAsync(Assert.Single(await _operator.GetAsync("k", Stop)), Stop);
        _bench.Pass(0.001);

        await LeaseBench.UntilAsync(() => lost.IsCancellationRequested);
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_ended_is_logged_with_holder_and_who_did_it()
    {
        await _bench.TakeAsync(LeaseBench.Once() with { Mode = LockMode.Shared });
        var held = Assert.Single(await _operator.GetAsync("k", Stop));

        await _operator.ForceReleaseAsync(held, Stop);

        var entry = Assert.Single(_bench.Log.Entries, static entry => entry.Id == 60);
        Assert.Equal(LogLevel.Warning, entry.Level);
        foreach (var part in new[] { held.HoldId!, " k (shared)", "fake", $"{Environment.MachineName}/{Environment.ProcessId}", $"{held.FencingToken}", "(ops)" })
        {
            Assert.Contains(part, entry.Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task What_had_ended_already_is_told_to_nobody()
    {
        var observer = new ObserverRecord();
        var inspector = Observed(observer);
        var handle = await _bench.TakeAsync();
        var held = Assert.Single(await inspector.GetAsync("k", Stop));
        await handle.DisposeAsync();

        Assert.False(await inspector.ForceReleaseAsync(held, Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await inspector.ForceReleaseAsync(held with { HoldId = "" }, Stop));

        Assert.DoesNotContain(_bench.Log.Entries, static entry => entry.Id is 60 or 61);
        await _operator.DisposeAsync();
        Assert.Empty(observer.Events);
    }

    [Fact(Timeout = Limit)]
    public async Task Unknown_outcome_is_an_error_that_is_told_as_such()
    {
        var observer = new ObserverRecord();
        var inspector = Observed(observer);
        await _bench.TakeAsync();
        var held = Assert.Single(await inspector.GetAsync("k", Stop));
        _operator.Fake.BeforeList = static () => throw new IOException("cut");

        var thrown = await Assert.ThrowsAsync<LockBackendException>(async () => await inspector.ForceReleaseAsync(held, Stop));

        Assert.Single(_bench.Log.Entries, static entry => entry is { Id: 61, Level: LogLevel.Warning });
        var told = Assert.Single(await observer.WaitForAsync(1, Stop));
        Assert.Equal((LockEventKind.ForceReleased, (Exception)thrown), (told.Kind, told.Exception));
    }

    [Fact(Timeout = Limit)]
    public async Task Observers_are_told_of_it_through_every_layer_around_the_provider()
    {
        var observer = new ObserverRecord();
        await using var outer = new OuterProvider(_operator.WithTelemetry(Options(observer)));
        await _bench.TakeAsync(LeaseBench.Once() with { MaxConcurrency = 3 });
        var inspector = outer.As<IDistributedLockInspector>()!;
        var held = Assert.Single(await inspector.GetAsync("k", Stop));
        Assert.Equal([held.HoldId], (await inspector.ListAsync("", Stop).ToListAsync(Stop)).Select(static info => info.HoldId));

        Assert.True(await inspector.ForceReleaseAsync(held, Stop));

        var told = Assert.Single(await observer.WaitForAsync(1, Stop));
        Assert.Equal((LockEventKind.ForceReleased, "fake", "k", held.FencingToken, "ops"), (told.Kind, told.Provider, told.Key.Value, told.FencingToken, told.Application));
        Assert.Equal(held, told.Hold);
        Assert.Same(_operator, outer.As<FakeLeaseProvider>());
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_of_the_provider_that_ended_the_hold_gets_the_lock()
    {
        await _bench.TakeAsync();
        var wait = await _bench.WaitAsync(_operator, LeaseBench.Patient());

        await _operator.ForceReleaseAsync(Assert.Single(await _operator.GetAsync("k", Stop)), Stop);

        Assert.NotNull(await wait);
    }

    private IDistributedLockInspector Observed(ObserverRecord observer) => _operator.WithTelemetry(Options(observer)).As<IDistributedLockInspector>()!;

    private static LockTelemetryOptions Options(ObserverRecord observer)
    {
        var options = new LockTelemetryOptions();
        options.Observers.Add(observer);
        return options;
    }

    private sealed class OuterProvider(IDistributedLockProvider inner) : DelegatingLockProvider(inner);
}
