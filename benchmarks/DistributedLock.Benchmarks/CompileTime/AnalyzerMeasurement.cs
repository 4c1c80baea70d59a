using System.Collections.Immutable;
using System.Diagnostics;
using DistributedLock.Analyzers.Declarations;
using DistributedLock.Analyzers.Order.Summaries;
using DistributedLock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Benchmarks.CompileTime;

/// <summary>How long the compiler binds a generated project, and how long each analyzer looks at it, in one process and on one thread.</summary>
/// <param name="LockedMethods">The size of the project.</param>
/// <param name="Binding">What <c>GetDiagnostics</c> takes: declarations and all bodies.</param>
/// <param name="Summaries">What the generator of lock summaries takes, which only builds run.</param>
/// <param name="Analyzers">By analyzer.</param>
/// <param name="Bytes">What all analyzers together allocate, with what the compiler does for them.</param>
/// <param name="Reports">What was reported; the code is correct.</param>
internal sealed record AnalyzerMeasurement(
    int LockedMethods, TimeSpan Binding, TimeSpan Summaries, IReadOnlyDictionary<string, TimeSpan> Analyzers, long Bytes, IReadOnlyList<string> Reports)
{
    public TimeSpan AllAnalyzers => TimeSpan.FromTicks(Analyzers.Values.Sum(static time => time.Ticks));

    /// <summary>Methods with the attribute and without.</summary>
    public int AllMethods => LockedMethods + OtherMethods;

    public int OtherMethods => LockedMethods / GeneratedProject.LockedPerService * GeneratedProject.OthersPerService;

    public static Task<AnalyzerMeasurement> RunAsync(int lockedMethods) => RunAsync(lockedMethods, GeneratedProject.Files(lockedMethods));

    /// <param name="lockedMethods">The size, whatever it counts.</param>
    /// <param name="files">The sources.</param>
    public static async Task<AnalyzerMeasurement> RunAsync(int lockedMethods, IEnumerable<(string Name, string Text)> files)
    {
        var compilation = GeneratedCompilation.Of(files);
        CSharpGeneratorDriver.Create([new LockedMethodGenerator().AsSourceGenerator()], parseOptions: GeneratedCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);

        var watch = Stopwatch.StartNew();
        var errors = generated.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var binding = watch.Elapsed;
        if (errors.Count > 0)
        {
            throw new InvalidOperationException($"What was generated does not compile: {errors[0]}");
        }

        // As in a build: on the compilation from which the wrappers were generated. What is bound here is bound again for what is emitted.
        watch.Restart();
        CSharpGeneratorDriver.Create([new LockSummaryGenerator().AsSourceGenerator()], parseOptions: GeneratedCompilation.ParseOptions).RunGenerators(compilation);
        var summaries = watch.Elapsed;

        var analyzers = CreateAnalyzers();
        var analysis = new CompilationWithAnalyzers(generated, analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true, reportSuppressedDiagnostics: false));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var reports = await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        var times = new SortedDictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var analyzer in analyzers)
        {
            times[analyzer.GetType().Name] = (await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None)).ExecutionTime;
        }

        return new AnalyzerMeasurement(lockedMethods, binding, summaries, times, bytes, [.. reports.Select(static report => report.ToString())]);
    }

    private static ImmutableArray<DiagnosticAnalyzer> CreateAnalyzers() =>
    [
        .. typeof(LockDeclarationAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];
}
