using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Telemetry;
using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.FailFast;

[Collection(nameof(Alone))]
public sealed class CircuitMetricsTests : IDisposable
{
    private const int Limit = 30_000;

    private static readonly LockRequest Request = new("k") { Timeout = TimeSpan.Zero, TrackFlow = false };

    private readonly MeterRecord _meter = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingProvider _inner;
    private readonly IDistributedLockProvider _locks;

    public CircuitMetricsTests()
    {
        _inner = new RecordingProvider { TimeProvider = _clock, Answer = static (_, _) => throw new LockBackendException("down") };
        _locks = _inner.WithFailFast().WithTelemetry();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _meter.Dispose();

    [Fact(Timeout = Limit)]
    public void Opening_is_counted_and_the_circuit_for_as_long_as_it_is_open()
    {
        Open();
        var opening = _meter.The("distributedlock.circuit.openings");
        Assert.Equal((1, "{opening}", "lock.provider=recording"), (opening.Value, opening.Unit, opening.Tags));
        Assert.Equal(1, _meter.The("distributedlock.circuit.open").Value);
        Assert.Throws<LockCircuitOpenException>(() => _locks.TryAcquire(Request, Stop));
        Assert.EndsWith(
            $"lock.result=error error.type={typeof(LockCircuitOpenException).FullName}", _meter.Of("distributedlock.acquire.duration")[^1].Tags, StringComparison.Ordinal);

        _inner.Answer = null;
        _clock.Advance(TimeSpan.FromSeconds(5));
        using (var handle = _locks.TryAcquire(Request, Stop))
        {
            Assert.NotNull(handle); // and freed: one that is collected would be counted in the middle of another test
        }

        Assert.Equal([1, -1], _meter.Of("distributedlock.circuit.open").Select(static measurement => measurement.Value));
        Assert.Single(_meter.Of("distributedlock.circuit.openings"));
    }

    [Fact(Timeout = Limit)]
    public async Task Provider_that_is_disposed_is_not_counted_any_more()
    {
        Open();

        await ((IAsyncDisposable)_locks).DisposeAsync();

        Assert.Equal([1, -1], _meter.Of("distributedlock.circuit.open").Select(static measurement => measurement.Value));
    }

    private void Open()
    {
        Assert.Throws<LockBackendException>(() => _locks.TryAcquire(Request, Stop));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Throws<LockBackendException>(() => _locks.TryAcquire(Request, Stop));
    }
}
