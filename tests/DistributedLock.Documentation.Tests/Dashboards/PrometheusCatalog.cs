using System.Diagnostics.Metrics;
using System.Reflection;
using DistributedLock.Testing;

namespace DistributedLock.Documentation.Tests.Dashboards;

/// <summary>
/// What Prometheus knows of the real instruments: their names there, and each label with its values. Measured, not written down: everything that is measured is made to
/// happen once while a listener hears it.
/// </summary>
internal sealed class PrometheusCatalog
{
    private readonly Dictionary<string, SortedSet<string>> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _values = new(StringComparer.Ordinal);

    private PrometheusCatalog(IEnumerable<Instrument> instruments)
    {
        foreach (var instrument in instruments)
        {
            foreach (var name in NamesOf(instrument))
            {
                _labels.TryAdd(name, []);
            }
        }
    }

    /// <summary>The names of the metrics.</summary>
    public IReadOnlyCollection<string> Metrics => _labels.Keys;

    /// <summary>The labels of a metric; <see langword="null"/> when there is no such metric.</summary>
    public IReadOnlySet<string>? LabelsOf(string metric) => _labels.GetValueOrDefault(metric);

    /// <summary>The values that were seen of a label.</summary>
    public IReadOnlySet<string> ValuesOf(string label) => _values.TryGetValue(label, out var values) ? values : new SortedSet<string>();

    /// <summary>
    /// By the rules of OpenTelemetry for Prometheus: dots become underscores, the unit is written out unless it stands in braces, counters end in <c>_total</c>.
    /// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
    /// </summary>
    public static IReadOnlyList<string> NamesOf(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            ['{', .., '}'] => "",
            var other => throw new InvalidOperationException($"{instrument.Name} has the unit '{other}': expected one whose Prometheus name is known here."),
        };
        var name = Translate(instrument.Name) + unit;
        return instrument.GetType().Name switch
        {
            "Histogram`1" => [name + "_bucket", name + "_sum", name + "_count"],
            "Counter`1" => [name + "_total"],
            "UpDownCounter`1" => [name],
            var other => throw new InvalidOperationException($"{instrument.Name} is a {other}: expected a kind whose Prometheus name is known here."),
        };
    }

    public static string Translate(string name) => name.Replace('.', '_');

    /// <summary>Makes everything happen that is measured, and listens.</summary>
    public static async Task<PrometheusCatalog> MeasureAsync(CancellationToken cancellationToken)
    {
        var instruments = new List<Instrument>();
        var measured = new List<(Instrument Instrument, KeyValuePair<string, object?>[] Tags)>();
        using (var listener = new MeterListener())
        {
            listener.InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == "DistributedLock")
                {
                    lock (measured)
                    {
                        instruments.Add(instrument);
                    }

                    listening.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
            listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
            listener.Start();
            await LiveAsync(cancellationToken);
        }

        lock (measured)
        {
            var catalog = new PrometheusCatalog(instruments);
            measured.ForEach(one => catalog.Add(one.Instrument, one.Tags));
            return catalog;
        }

        void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (measured)
            {
                measured.Add((instrument, tags.ToArray()));
            }
        }
    }

    private static async Task LiveAsync(CancellationToken cancellationToken)
    {
        await using var fake = new FakeLockProvider();
        var locks = fake.WithTelemetry();
        fake.On("contended").Contend();
        fake.On("fails").Fail();

        await using (await locks.TryAcquireAsync(new LockRequest("k"), cancellationToken))
        {
            await using var shared = await locks.TryAcquireAsync(new LockRequest("s") { Mode = LockMode.Shared }, cancellationToken);
            await using var permit = await locks.TryAcquireAsync(new LockRequest("p") { MaxConcurrency = 2 }, cancellationToken);
        }

        await locks.TryAcquireAsync(new LockRequest("contended"), cancellationToken);
        await Assert.ThrowsAsync<LockBackendException>(async () => await locks.TryAcquireAsync(new LockRequest("fails"), cancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await locks.TryAcquireAsync(new LockRequest("k"), new CancellationToken(canceled: true)));

        MeterWhatNeedsFaults();
    }

    /// <summary>
    /// What needs a store that fails, and waiting: the calls that the engines make, with every reason and with and without an error. Found by reflection, so that an instrument that
    /// is added is measured, too. What takes tags was measured above.
    /// </summary>
    private static void MeterWhatNeedsFaults()
    {
        var meter = typeof(IDistributedLockProvider).Assembly.GetType("DistributedLock.Telemetry.LockMeter", throwOnError: true)!;
        var methods = meter.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(static method => !method.IsSpecialName && !method.GetParameters().Any(static parameter => parameter.ParameterType.IsByRef)).ToList();
        Assert.True(methods.Count >= 3, $"Only {methods.Count} methods of {meter} were found.");
        foreach (var method in methods)
        {
            foreach (var reason in Enum.GetValues<LockLossReason>().Where(static reason => reason != LockLossReason.None))
            {
                foreach (var error in (string?[])[null, "an error"])
                {
                    method.Invoke(null, [.. method.GetParameters().Select(parameter => ArgumentOf(parameter, reason, error))]);
                }
            }
        }
    }

    private static object? ArgumentOf(ParameterInfo parameter, LockLossReason reason, string? error) => parameter.Name switch
    {
        "request" => new LockRequest("k"),
        "provider" => "a",
        "reason" => reason,
        "errorType" => error,
        _ when parameter.ParameterType == typeof(bool) => true,
        var other => throw new InvalidOperationException($"{parameter.Member.Name} of the meter takes '{other}': expected a parameter that this test knows. Say here what to give."),
    };

    private void Add(Instrument instrument, KeyValuePair<string, object?>[] tags)
    {
        foreach (var tag in tags)
        {
            var label = Translate(tag.Key);
            foreach (var name in NamesOf(instrument))
            {
                _labels[name].Add(label);
                if (name.EndsWith("_bucket", StringComparison.Ordinal))
                {
                    _labels[name].Add("le");
                }
            }

            if (!_values.TryGetValue(label, out var values))
            {
                _values.Add(label, values = new SortedSet<string>(StringComparer.Ordinal));
            }

            values.Add(tag.Value?.ToString() ?? "");
        }
    }
}
