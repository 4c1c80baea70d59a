using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;

namespace DistributedLock.Benchmarks.Telemetry;

/// <summary>
/// What telemetry costs beside the bare in-memory provider: nothing to speak of while nobody listens (no byte, a few nanoseconds), and little when a meter does.
/// Beside it failing fast, around a provider of another kind: that of our engines costs less, because they tell by themselves how their stores answer.
/// </summary>
[MemoryDiagnoser]
public class TelemetryBenchmarks
{
    private static readonly LockRequest Request = new LockDefinition("report-{tenantId}", "Reports.RunAsync").CreateRequest("report-acme") with { TrackFlow = false };

    private readonly IDistributedLockProvider _bare = new InMemoryLockProvider();
    private readonly IDistributedLockProvider _observed = new InMemoryLockProvider().WithTelemetry();
    private readonly IDistributedLockProvider _failingFast = new InMemoryLockProvider().WithFailFast();
    private readonly IDistributedLockProvider _both = new InMemoryLockProvider().WithFailFast().WithTelemetry();
    private readonly MeterListener _listener = new();

    /// <summary>Whether a listener takes what the meter measures, and does nothing with it.</summary>
    [Params(false, true)]
    public bool IsHeard { get; set; }

    [GlobalSetup]
    public void Listen()
    {
        if (IsHeard)
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "DistributedLock")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
            _listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
            _listener.Start();
        }
    }

    [GlobalCleanup]
    public void StopListening() => _listener.Dispose();

    [Benchmark(Baseline = true)]
    public async Task Bare()
    {
        await using var handle = await _bare.AcquireAsync(Request);
    }

    [Benchmark]
    public async Task WithTelemetry()
    {
        await using var handle = await _observed.AcquireAsync(Request);
    }

    [Benchmark]
    public async Task WithFailFast()
    {
        await using var handle = await _failingFast.AcquireAsync(Request);
    }

    [Benchmark]
    public async Task WithFailFastAndTelemetry()
    {
        await using var handle = await _both.AcquireAsync(Request);
    }
}
