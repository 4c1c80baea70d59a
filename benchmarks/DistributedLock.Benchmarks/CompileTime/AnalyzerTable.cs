using System.Globalization;
using DistributedLock.Benchmarks.Reports;

namespace DistributedLock.Benchmarks.CompileTime;

/// <summary>Each analyzer, for each size of a project.</summary>
internal static class AnalyzerTable
{
    public static DetailTable Of(IReadOnlyList<AnalyzerMeasurement> measurements)
    {
        var rows = new List<IReadOnlyList<string>> { Times("compiler: binding", static measurement => measurement.Binding) };
        rows.AddRange(measurements[0].Analyzers.Keys.Select(name => Times(name, measurement => measurement.Analyzers[name])));
        rows.Add(Times("**all analyzers**", static measurement => measurement.AllAnalyzers));
        rows.Add(Row("of binding", static measurement => Share(measurement.AllAnalyzers / measurement.Binding)));
        rows.Add(Row("µs per method", static measurement => Quantity.Of(measurement.AllAnalyzers.TotalMicroseconds / measurement.AllMethods)));
        rows.Add(Row("MB, with what the compiler does for them", static measurement => Quantity.Of(measurement.Bytes / 1e6)));
        rows.Add(Times("lock summaries, in builds", static measurement => measurement.Summaries));
        rows.Add(Row("of binding", static measurement => Share(measurement.Summaries / measurement.Binding)));
        return new DetailTable("Analyzers", ["", .. measurements.Select(Title)], rows);

        IReadOnlyList<string> Times(string name, Func<AnalyzerMeasurement, TimeSpan> time) =>
            Row(name, measurement => string.Create(CultureInfo.InvariantCulture, $"{time(measurement).TotalMilliseconds:F0} ms"));

        IReadOnlyList<string> Row(string name, Func<AnalyzerMeasurement, string> cell) => [name, .. measurements.Select(cell)];
    }

    private static string Title(AnalyzerMeasurement measurement) =>
        string.Create(CultureInfo.InvariantCulture, $"{measurement.LockedMethods:N0} locked + {measurement.OtherMethods:N0} others");

    private static string Share(double share) => share.ToString("P0", CultureInfo.InvariantCulture);
}
