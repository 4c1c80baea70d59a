using DistributedLock.Runtime.Tests.Leases;
using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.Telemetry;

[Collection(nameof(Alone))]
public sealed class MetricsTests : IDisposable
{
    private const int Limit = 30_000;

    private static readonly LockDefinition Definition = new("invoice-{tenantId}", "Shop.Invoices.CreateAsync");

    private readonly LeaseBench _bench = new();
    private readonly MeterRecord _meter = new();
    private readonly IDistributedLockProvider _provider;

    public MetricsTests() => _provider = _bench.Provider.WithTelemetry();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LockRequest Request => Definition.CreateRequest("invoice-acme") with { Timeout = TimeSpan.Zero };

    public void Dispose() => _meter.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Acquisition_and_hold_are_measured_in_seconds_and_counted_while_they_last()
    {
        _bench.Store.BeforeTry = (_, _) =>
        {
            _bench.Pass(0.25);
            return Task.CompletedTask;
        };
        var handle = await _provider.TryAcquireAsync(Request, Stop);
        Assert.Equal([1, -1], _meter.Of("distributedlock.waiting").Select(static measurement => measurement.Value));
        Assert.Equal([1], _meter.Of("distributedlock.active").Select(static measurement => measurement.Value));
        var acquired = _meter.The("distributedlock.acquire.duration");
        Assert.Equal((0.25, "s"), (acquired.Value, acquired.Unit));
        Assert.Equal("lock.template=invoice-{tenantId} lock.provider=fake lock.mode=exclusive lock.result=acquired", acquired.Tags);
        _bench.Pass(3);

        await handle!.DisposeAsync();

        Assert.Equal([1, -1], _meter.Of("distributedlock.active").Select(static measurement => measurement.Value));
        var held = _meter.The("distributedlock.hold.duration");
        Assert.Equal((3, "s"), (held.Value, held.Unit));
        Assert.Equal("lock.template=invoice-{tenantId} lock.provider=fake lock.mode=exclusive", held.Tags);
    }

    [Fact(Timeout = Limit)]
    public async Task Hold_that_was_ended_by_force_is_counted_where_it_was_done()
    {
        await using var provider = new FakeLeaseProvider(_bench.Server, new InMemoryLockOptions { AllowForceRelease = true });
        await _bench.TakeAsync(LeaseBench.Once() with { Mode = LockMode.Shared });
        var held = Assert.Single(await provider.GetAsync("k", Stop));

        await provider.ForceReleaseAsync(held, Stop);
        await provider.ForceReleaseAsync(held, Stop);

        var ended = _meter.The("distributedlock.force_releases");
        Assert.Equal((1, "{lock}", "lock.template=(none) lock.provider=fake lock.mode=shared"), (ended.Value, ended.Unit, ended.Tags));
    }

    [Fact(Timeout = Limit)]
    public async Task Acquisition_that_gets_no_lock_is_contended_canceled_or_an_error()
    {
        await using var rival = await LeaseBench.TakeAsync(_bench.Create(), Request);
        Assert.Null(await _provider.TryAcquireAsync(Request, Stop));
        using var canceled = new CancellationTokenSource();
        var wait = _provider.TryAcquireAsync(Request with { Timeout = Timeout.InfiniteTimeSpan }, canceled.Token).AsTask();
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        _bench.Store.BeforeTry = static (_, _) => throw new LockBackendException("down");
        await Assert.ThrowsAsync<LockBackendException>(async () => await _provider.TryAcquireAsync(Request, Stop));

        Assert.Equal(
            ["lock.result=contended", "lock.result=canceled", "lock.result=error error.type=DistributedLock.LockBackendException"],
            _meter.Of("distributedlock.acquire.duration").Select(static measurement => measurement.Tags[measurement.Tags.IndexOf("lock.result", StringComparison.Ordinal)..]));
        Assert.Equal([1, -1, 1, -1, 1, -1], _meter.Of("distributedlock.waiting").Select(static measurement => measurement.Value));
        Assert.Empty(_meter.Of("distributedlock.active"));
    }

    [Fact(Timeout = Limit)]
    public async Task Renewals_are_counted_with_the_error_of_those_that_failed()
    {
        await using var handle = await _provider.TryAcquireAsync(Request, Stop);
        _bench.Pass(10);
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        _bench.Pass(10);

        Assert.Equal(
            [
                "lock.template=invoice-{tenantId} lock.provider=fake lock.mode=exclusive",
                "lock.template=invoice-{tenantId} lock.provider=fake lock.mode=exclusive error.type=DistributedLock.LockBackendException",
            ],
            _meter.Of("distributedlock.renewals").Select(static measurement => measurement.Tags));
    }

    [Fact(Timeout = Limit)]
    public async Task Loss_is_counted_with_its_reason_and_ends_the_hold()
    {
        var handle = await _provider.TryAcquireAsync(Request with { Mode = LockMode.Shared }, Stop);
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        _bench.Pass(20);

        Assert.Equal(
            "lock.template=invoice-{tenantId} lock.provider=fake lock.mode=shared lock.loss_reason=not_renewed", _meter.The("distributedlock.losses").Tags);
        Assert.Equal(20, _meter.The("distributedlock.hold.duration").Value);
        await handle!.DisposeAsync();
        Assert.Equal([1, -1], _meter.Of("distributedlock.active").Select(static measurement => measurement.Value));
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_without_an_attribute_has_no_key_in_its_tags()
    {
        await using var memory = new InMemoryLockProvider(new InMemoryLockOptions { TimeProvider = new ManualTimeProvider() });
        await using (await memory.WithTelemetry().TryAcquireAsync(new LockRequest("invoice-acme") { MaxConcurrency = 3 }, Stop))
        {
        }

        Assert.Equal("lock.template=(none) lock.provider=in-memory lock.mode=semaphore", _meter.The("distributedlock.hold.duration").Tags);
    }

    [Fact(Timeout = Limit)]
    public async Task Hold_that_began_unheard_is_not_counted_down()
    {
        _meter.Dispose();
        var handle = await _provider.TryAcquireAsync(Request, Stop);
        using var late = new MeterRecord();

        await handle!.DisposeAsync();

        Assert.Empty(late.Of("distributedlock.active"));
    }

    [Fact(Timeout = Limit)]
    public void Abandoned_handle_is_counted_down_when_it_is_collected()
    {
        Abandon(_provider);

        while (_meter.Of("distributedlock.active").Count < 2)
        {
            Stop.ThrowIfCancellationRequested();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal([1, -1], _meter.Of("distributedlock.active").Select(static measurement => measurement.Value));

        static void Abandon(IDistributedLockProvider provider) => Assert.NotNull(provider.TryAcquire(Request, Stop));
    }
}
