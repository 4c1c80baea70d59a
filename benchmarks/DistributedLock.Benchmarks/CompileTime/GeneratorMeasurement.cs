using System.Diagnostics;
using DistributedLock.Benchmarks.Reports;
using DistributedLock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Benchmarks.CompileTime;

/// <summary>The generator on a project: at first, and after an edit, in one process and on one thread.</summary>
/// <param name="LockedMethods">The size of the project.</param>
/// <param name="Cold">A new driver on a compilation of which nothing is bound yet.</param>
/// <param name="ColdBytes">What that allocates.</param>
/// <param name="Edited">The same driver after a method was added to a class without locks.</param>
/// <param name="EditedBytes">What that allocates.</param>
/// <param name="Finding">What the compiler takes on another such compilation to hand the methods to a generator that does nothing with them: part of <paramref name="Cold"/>.</param>
internal sealed record GeneratorMeasurement(int LockedMethods, TimeSpan Cold, long ColdBytes, TimeSpan Edited, long EditedBytes, TimeSpan Finding)
{
    /// <summary>What of <see cref="Cold"/> the collection of garbage took.</summary>
    public TimeSpan ColdPauses { get; init; }

    private const string Unrelated = "namespace Generated; public class Unrelated { public int First() => 1; }";
    private const string UnrelatedEdited = "namespace Generated; public class Unrelated { public int First() => 1; public int Second() => 2; }";

    public static GeneratorMeasurement Run(int lockedMethods)
    {
        var compilation = Compilation(lockedMethods);
        GC.Collect();
        GeneratorDriver driver = Driver(new LockedMethodGenerator(), tracksSteps: false);
        var cold = Measure(() => driver = driver.RunGenerators(compilation));
        var files = driver.GetRunResult().GeneratedTrees.Length;
        if (files != lockedMethods)
        {
            throw new InvalidOperationException($"The generator wrote {files} files for {lockedMethods} locked methods: expected one each.");
        }

        var edited = Edit(compilation);
        GC.Collect();
        var after = Measure(() => driver = driver.RunGenerators(edited));
        return new GeneratorMeasurement(lockedMethods, cold.Time, cold.Bytes, after.Time, after.Bytes, MeasureFinding(lockedMethods)) { ColdPauses = cold.Pauses };
    }

    private static TimeSpan MeasureFinding(int lockedMethods)
    {
        var compilation = Compilation(lockedMethods);
        GC.Collect();
        GeneratorDriver driver = Driver(new MethodFinder(), tracksSteps: false);
        return Measure(() => driver = driver.RunGenerators(compilation)).Time;
    }

    /// <summary>Prints the figures of projects of these sizes, one after the other: the first ones pay for what the process compiles.</summary>
    public static void Print(IReadOnlyList<int> sizes)
    {
        foreach (var size in sizes)
        {
            using var process = Process.GetCurrentProcess();
            var before = process.TotalProcessorTime;
            var measured = Run(size);
            process.Refresh();
            var processor = process.TotalProcessorTime - before;
            Console.WriteLine(
                $"{Quantity.Of(size)} locked methods: cold {Quantity.Of(measured.Cold.TotalMilliseconds, "ms")} (garbage {Quantity.Of(measured.ColdPauses.TotalMilliseconds, "ms")}), {Quantity.Of(measured.ColdBytes / 1e6, "MB")}; "
                + $"finding the methods alone {Quantity.Of(measured.Finding.TotalMilliseconds, "ms")}; "
                + $"after an unrelated edit {Quantity.Of(measured.Edited.TotalMilliseconds, "ms")}, {Quantity.Of(measured.EditedBytes / 1e6, "MB")}; "
                + $"processor time with parsing {Quantity.Of(processor.TotalMilliseconds, "ms")}");
        }
    }

    /// <summary>How many files are written again after the same edit: the steps of the driver tell it.</summary>
    public static int CountRegenerated(int lockedMethods)
    {
        var compilation = Compilation(lockedMethods);
        var driver = Driver(new LockedMethodGenerator(), tracksSteps: true).RunGenerators(compilation).RunGenerators(Edit(compilation));
        return driver.GetRunResult().Results.Single().TrackedOutputSteps
            .SelectMany(static step => step.Value)
            .SelectMany(static step => step.Outputs)
            .Count(static output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    private static CSharpCompilation Compilation(int lockedMethods) =>
        GeneratedCompilation.Of([.. GeneratedProject.Files(lockedMethods), ("Unrelated.cs", Unrelated)]);

    private static CSharpCompilation Edit(CSharpCompilation compilation) => compilation.ReplaceSyntaxTree(
        compilation.SyntaxTrees.Last(), GeneratedCompilation.Parse("Unrelated.cs", UnrelatedEdited));

    private static CSharpGeneratorDriver Driver(IIncrementalGenerator generator, bool tracksSteps) => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()],
        parseOptions: GeneratedCompilation.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracksSteps));

    private static (TimeSpan Time, long Bytes, TimeSpan Pauses) Measure(Action action)
    {
        var (bytes, pauses, start) = (GC.GetTotalAllocatedBytes(precise: true), GC.GetTotalPauseDuration(), Stopwatch.GetTimestamp());
        action();
        return (Stopwatch.GetElapsedTime(start), GC.GetTotalAllocatedBytes(precise: true) - bytes, GC.GetTotalPauseDuration() - pauses);
    }
}
