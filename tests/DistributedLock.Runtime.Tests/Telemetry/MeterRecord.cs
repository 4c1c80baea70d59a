using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace DistributedLock.Runtime.Tests.Telemetry;

/// <summary>What the meter said while this existed.</summary>
internal sealed class MeterRecord : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measurement> _measurements = new();

    public MeterRecord()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "DistributedLock")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All there were of one instrument, in order.</summary>
    public IReadOnlyList<Measurement> Of(string name) => [.. _measurements.Where(measurement => measurement.Name == name)];

    /// <summary>The only one there was.</summary>
    public Measurement The(string name) => Of(name).Single();

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _measurements.Enqueue(
        new Measurement(instrument.Name, instrument.Unit, value, string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))));

    /// <param name="Name">The instrument.</param>
    /// <param name="Unit">Its unit.</param>
    /// <param name="Value">What was measured.</param>
    /// <param name="Tags">As <c>name=value name=value</c>.</param>
    internal sealed record Measurement(string Name, string? Unit, double Value, string Tags);
}
