using DistributedLock.Benchmarks.Measuring;
using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;

namespace DistributedLock.Benchmarks.CompileTime;

/// <summary>What generator and analyzers cost in builds and editors.</summary>
internal sealed class CompileTimePart : BenchmarkPart
{
    private const double MostColdMilliseconds = 300;
    private const int TargetSize = 1_000;

    // "Linear" leaves room for what a larger heap costs the collector.
    private const double MostGrowthOfTime = 1.25;
    private const double MostGrowthOfBytes = 1.1;

    public override string Name => "compile-time";

    public override string Title => "Compile time";

    public override string About => """
        Generated projects of services with two locked methods and ten others each, on one thread of a process like a compiler server: it collects garbage as that one does (`DOTNET_gcServer=1`), and
        has compiled several such projects before. The generator: a new driver on sources of which nothing is bound ("cold"); the same for a generator that asks for these methods and writes
        nothing, which is what the compiler itself takes; and the first driver after a method was added to a class without locks. The analyzers beside the compiler's own binding of the same
        code, which is `GetDiagnostics` of the compilation with the wrappers. Medians of five runs (generator) and three (analyzers); of three and one at 5,000.
        """;

    // What the SDK's compiler and its server say in their runtimeconfig.json, and nothing else.
    public override IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string> { ["DOTNET_gcServer"] = "1" };

    public override async Task MeasureAsync(PartRun run)
    {
        var sizes = run.Pick<int[]>([10, 100, TargetSize, 5_000], [10, 20]);
        // The times of a process fall until what it runs has been compiled with a profile, which takes some projects: by a quarter between the third and the fifth one.
        foreach (var size in run.Pick<int[]>([100, TargetSize, TargetSize], [4]))
        {
            await AnalyzerMeasurement.RunAsync(size);
            GeneratorMeasurement.Run(size);
            GeneratorMeasurement.Run(size);
            GeneratorMeasurement.Run(size);
        }

        var generator = sizes.Select(size => MeasureGenerator(run, size)).ToArray();
        var regenerated = sizes.Select(GeneratorMeasurement.CountRegenerated).ToArray();
        var analyzers = new List<AnalyzerMeasurement>();
        foreach (var size in sizes)
        {
            analyzers.Add(await MeasureAnalyzersAsync(run, size));
        }

        ReportGenerator(run, generator, regenerated, analyzers);
        ReportAnalyzers(run, analyzers);
    }

    private static int RunsOf(PartRun run, int size, int usual, int ofLarge) => run.IsQuick ? 1 : size > TargetSize ? ofLarge : usual;

    private static GeneratorMeasurement MeasureGenerator(PartRun run, int size)
    {
        var runs = Enumerable.Range(0, RunsOf(run, size, 5, 3)).Select(_ => GeneratorMeasurement.Run(size)).ToArray();
        return new GeneratorMeasurement(
            size,
            TimeSpan.FromMilliseconds(runs.Select(static one => one.Cold.TotalMilliseconds).ToArray().Median()),
            (long)runs.Select(static one => (double)one.ColdBytes).ToArray().Median(),
            TimeSpan.FromMilliseconds(runs.Select(static one => one.Edited.TotalMilliseconds).ToArray().Median()),
            (long)runs.Select(static one => (double)one.EditedBytes).ToArray().Median(),
            TimeSpan.FromMilliseconds(runs.Select(static one => one.Finding.TotalMilliseconds).ToArray().Median()))
        {
            ColdPauses = TimeSpan.FromMilliseconds(runs.Select(static one => one.ColdPauses.TotalMilliseconds).ToArray().Median()),
        };
    }

    private static async Task<AnalyzerMeasurement> MeasureAnalyzersAsync(PartRun run, int size)
    {
        var runs = new List<AnalyzerMeasurement>();
        for (var i = 0; i < RunsOf(run, size, 3, 1); i++)
        {
            GC.Collect();
            runs.Add(await AnalyzerMeasurement.RunAsync(size));
        }

        // The median by the analyzers' share.
        var measured = runs.OrderBy(static measurement => measurement.AllAnalyzers / measurement.Binding).ElementAt(runs.Count / 2);
        return measured.Reports is [] ? measured : throw new InvalidOperationException($"Reported on correct code: {measured.Reports[0]}");
    }

    private static void ReportGenerator(
        PartRun run, IReadOnlyList<GeneratorMeasurement> generator, IReadOnlyList<int> regenerated, IReadOnlyList<AnalyzerMeasurement> analyzers)
    {
        run.Begin("Generator");
        for (var i = 0; i < generator.Count; i++)
        {
            var (measured, binding) = (generator[i], analyzers[i].Binding.TotalMilliseconds);
            var methods = $"{measured.LockedMethods:N0} locked methods";
            run.Add(new Figure($"{methods}, cold", measured.Cold.TotalMilliseconds, "ms")
            {
                Reference = new FigureReference("binding", binding),
                Ratio = new FigureRatio(measured.Cold.TotalMilliseconds / binding, null, null),
                Target = measured.LockedMethods == TargetSize ? FigureTarget.ValueAtMost(MostColdMilliseconds) : null,
            });
            run.Add(new Figure($"{methods}, what of it the compiler takes to find them", measured.Finding.TotalMilliseconds, "ms")
            {
                Reference = new FigureReference("cold", measured.Cold.TotalMilliseconds),
                Ratio = new FigureRatio(measured.Finding / measured.Cold, null, null),
            });
            run.Add(new Figure($"{methods}, what of it the collection of garbage takes", measured.ColdPauses.TotalMilliseconds, "ms")
            {
                Reference = new FigureReference("cold", measured.Cold.TotalMilliseconds),
                Ratio = new FigureRatio(measured.ColdPauses / measured.Cold, null, null),
            });
            run.Add(new Figure($"{methods}, after an unrelated edit", measured.Edited.TotalMilliseconds, "ms")
            {
                Reference = new FigureReference("cold", measured.Cold.TotalMilliseconds),
                Ratio = new FigureRatio(measured.Edited / measured.Cold, null, null),
            });
            run.Add(new Figure($"{methods}, files written again after it", regenerated[i], "files")
            {
                Reference = new FigureReference("files in all", measured.LockedMethods),
                Target = FigureTarget.ValueAtMost(0),
            });
        }

        var (largest, smaller) = (generator[^1], generator[^2]);
        var sizes = $"{largest.LockedMethods:N0} locked methods";
        run.Add(Growth($"{sizes}, cold, for each", "µs", largest.Cold.TotalMicroseconds / largest.LockedMethods, smaller.Cold.TotalMicroseconds / smaller.LockedMethods, smaller, MostGrowthOfTime));
        run.Add(Growth(
            $"{sizes}, what of it the compiler takes to find them, for each", "µs",
            largest.Finding.TotalMicroseconds / largest.LockedMethods, smaller.Finding.TotalMicroseconds / smaller.LockedMethods, smaller));
        run.Add(Growth($"{sizes}, cold, for each", "B", (double)largest.ColdBytes / largest.LockedMethods, (double)smaller.ColdBytes / smaller.LockedMethods, smaller, MostGrowthOfBytes));
        run.Add(Growth($"{sizes}, after the edit, for each", "B", (double)largest.EditedBytes / largest.LockedMethods, (double)smaller.EditedBytes / smaller.LockedMethods, smaller, MostGrowthOfBytes));
        run.Add(new ScalingChart("compile-time", "Compile time, with five other methods for each locked one", "locked methods", "ms",
        [
            new("binding", [.. analyzers.Select(static one => new ChartPoint(one.LockedMethods, one.Binding.TotalMilliseconds))]),
            new("analyzers", [.. analyzers.Select(static one => new ChartPoint(one.LockedMethods, one.AllAnalyzers.TotalMilliseconds))]),
            new("generator, cold", [.. generator.Select(static one => new ChartPoint(one.LockedMethods, one.Cold.TotalMilliseconds))]),
            new("generator, after an edit", [.. generator.Select(static one => new ChartPoint(one.LockedMethods, one.Edited.TotalMilliseconds))]),
        ]));
    }

    private static Figure Growth(string name, string unit, double value, double smallerValue, GeneratorMeasurement smaller, double? most = null) => new(name, value, unit)
    {
        Reference = new FigureReference($"at {smaller.LockedMethods:N0}", smallerValue),
        Ratio = new FigureRatio(value / smallerValue, null, null),
        Target = most is { } target ? FigureTarget.RatioAtMost(target) : null,
    };

    private static void ReportAnalyzers(PartRun run, IReadOnlyList<AnalyzerMeasurement> analyzers)
    {
        run.Begin("All analyzers together");
        foreach (var measured in analyzers)
        {
            run.Add(new Figure($"{measured.LockedMethods:N0} locked methods", measured.AllAnalyzers.TotalMilliseconds, "ms")
            {
                Reference = new FigureReference("binding", measured.Binding.TotalMilliseconds),
                Ratio = new FigureRatio(measured.AllAnalyzers / measured.Binding, null, null),
                Target = measured.LockedMethods == TargetSize ? FigureTarget.RatioAtMost(1) : null,
            });
        }

        run.Add(AnalyzerTable.Of(analyzers));
    }
}
