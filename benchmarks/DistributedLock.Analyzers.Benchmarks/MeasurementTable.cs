using System.Globalization;

namespace DistributedLock.Analyzers.Benchmarks;

/// <summary>The table of docs/performance.md.</summary>
internal static class MeasurementTable
{
    public static string Of(IReadOnlyList<Measurement> measurements)
    {
        var lines = new List<string>
        {
            $"| | {string.Join(" | ", measurements.Select(Title))} |",
            $"|---|{string.Concat(measurements.Select(static _ => "--:|"))}",
            Row("compiler: binding", static measurement => measurement.Binding),
        };
        lines.AddRange(measurements[0].Analyzers.Keys.Select(name => Row(name, measurement => measurement.Analyzers[name])));
        lines.Add(Row("**all analyzers**", static measurement => measurement.AllAnalyzers));
        lines.Add($"| of binding | {string.Join(" | ", measurements.Select(static measurement => (measurement.AllAnalyzers / measurement.Binding).ToString("P0", CultureInfo.InvariantCulture)))} |");
        lines.Add($"| µs per method | {string.Join(" | ", measurements.Select(PerMethod))} |");
        lines.Add(Row("lock summaries, in builds", static measurement => measurement.Summaries));
        lines.Add($"| of binding | {string.Join(" | ", measurements.Select(static measurement => (measurement.Summaries / measurement.Binding).ToString("P0", CultureInfo.InvariantCulture)))} |");
        return string.Join('\n', lines);

        string Row(string name, Func<Measurement, TimeSpan> time) =>
            $"| {name} | {string.Join(" | ", measurements.Select(measurement => string.Create(CultureInfo.InvariantCulture, $"{time(measurement).TotalMilliseconds:F0} ms")))} |";
    }

    private static string Title(Measurement measurement) => string.Create(CultureInfo.InvariantCulture, $"{measurement.LockedMethods:N0} locked + {Others(measurement):N0} others");

    private static string PerMethod(Measurement measurement) =>
        string.Create(CultureInfo.InvariantCulture, $"{measurement.AllAnalyzers.TotalMicroseconds / (measurement.LockedMethods + Others(measurement)):F0}");

    private static int Others(Measurement measurement) => measurement.LockedMethods / GeneratedProject.LockedPerService * GeneratedProject.OthersPerService;
}
