using System.Globalization;
using DistributedLock.Analyzers.Benchmarks;

if (args.Contains("--help"))
{
    Console.WriteLine("""
        Measures what the analyzers cost in a build, beside the compiler's own binding, and prints the table of docs/performance.md.

          DistributedLock.Analyzers.Benchmarks [<locked methods>...]     sizes; for each locked method there are five others. Default: 100 1000 5000
          DistributedLock.Analyzers.Benchmarks --long-method [<lines>...] one method of so many lines that block or start work, without a lock:
                                                                         the dearest analyzers. Default: 1250 2500 5000 10000
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

if (args is ["--long-method", .. var lengths])
{
    await Measurement.RunAsync(100, LongMethod.Files(100));
    foreach (var lines in lengths.Length > 0 ? lengths.Select(static length => int.Parse(length, CultureInfo.InvariantCulture)) : [1250, 2500, 5000, 10000])
    {
        var measured = await Measurement.RunAsync(lines, LongMethod.Files(lines));
        var dearest = measured.Analyzers.OrderByDescending(static analyzer => analyzer.Value).Take(4).Select(static analyzer => $"{analyzer.Key} {analyzer.Value.TotalMilliseconds:F0} ms");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines} lines: binding {measured.Binding.TotalMilliseconds:F0} ms, all analyzers {measured.AllAnalyzers.TotalMilliseconds:F0} ms: {string.Join(", ", dearest)}"));
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
