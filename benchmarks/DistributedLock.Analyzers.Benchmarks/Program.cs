using System.Globalization;
using DistributedLock.Analyzers.Benchmarks;

if (args.Contains("--help"))
{
    Console.WriteLine("""
        Measures what the analyzers cost in a build, beside the compiler's own binding, and prints the table of docs/performance.md.

          DistributedLock.Analyzers.Benchmarks [<locked methods>...]     sizes; for each locked method there are five others. Default: 100 1000 5000
          DistributedLock.Analyzers.Benchmarks --write <folder> [<n>]    writes the sources of a project of n (1000) locked methods, to build with
                                                                         dotnet build -p:ReportAnalyzer=true -v:detailed
        """);
    return 0;
}

if (args is ["--write", var folder, ..])
{
    Directory.CreateDirectory(folder);
    foreach (var (name, text) in GeneratedProject.Files(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1000))
    {
        File.WriteAllText(Path.Combine(folder, name), text);
    }

    return 0;
}

var sizes = args.Length > 0 ? [.. args.Select(static size => int.Parse(size, CultureInfo.InvariantCulture))] : new[] { 100, 1000, 5000 };

// The first runs pay for just-in-time compilation of compiler and analyzers, which a compiler server pays once.
await Measurement.RunAsync(100);
await Measurement.RunAsync(400);
var measurements = new List<Measurement>();
foreach (var size in sizes)
{
    var runs = new List<Measurement>();
    for (var run = 0; run < 3; run++)
    {
        GC.Collect();
        runs.Add(await Measurement.RunAsync(size));
    }

    // The median by the analyzers' share.
    measurements.Add(runs.OrderBy(static measurement => measurement.AllAnalyzers / measurement.Binding).ElementAt(1));
}

Console.WriteLine(MeasurementTable.Of(measurements));
foreach (var report in measurements.SelectMany(static measurement => measurement.Reports).Distinct().Take(20))
{
    Console.Error.WriteLine($"Reported on correct code: {report}");
}

return 0;
