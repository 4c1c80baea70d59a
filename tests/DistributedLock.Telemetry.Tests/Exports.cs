using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace DistributedLock.Telemetry.Tests;

/// <summary>What the OpenTelemetry SDK exports of the meter and the source, as an application would switch them on.</summary>
internal sealed class Exports : IDisposable
{
    private readonly List<Metric> _metrics = [];
    private readonly List<Activity> _spans = [];
    private readonly MeterProvider _meter;
    private readonly TracerProvider _tracer;

    public Exports()
    {
        _meter = Sdk.CreateMeterProviderBuilder()
            .AddMeter("DistributedLock")
            .AddInMemoryExporter(_metrics, static reader => reader.TemporalityPreference = MetricReaderTemporalityPreference.Cumulative)
            .Build();
        _tracer = Sdk.CreateTracerProviderBuilder().AddSource("DistributedLock").AddInMemoryExporter(_spans).Build();
    }

    public IReadOnlyList<Activity> Spans
    {
        get
        {
            _tracer.ForceFlush();
            return [.. _spans];
        }
    }

    /// <summary>Each series of each instrument: name, unit, tags, and the sum or the count of what was measured.</summary>
    public IReadOnlyList<Series> ReadSeries()
    {
        _metrics.Clear();
        _meter.ForceFlush();
        var all = new List<Series>();
        foreach (var metric in _metrics)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var tag in point.Tags)
                {
                    tags.Add(tag.Key, tag.Value?.ToString() ?? "");
                }

                var value = metric.MetricType == MetricType.Histogram ? point.GetHistogramCount() : point.GetSumLong();
                all.Add(new Series(metric.Name, metric.Unit, value, tags));
            }
        }

        return all;
    }

    public void Dispose()
    {
        _meter.Dispose();
        _tracer.Dispose();
    }

    internal sealed record Series(string Name, string Unit, double Value, IReadOnlyDictionary<string, string> Tags);
}
