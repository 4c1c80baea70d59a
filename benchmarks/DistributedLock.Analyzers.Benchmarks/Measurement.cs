using System.Collections.Immutable;
using System.Diagnostics;
using DistributedLock.Analyzers.Declarations;
using DistributedLock.Analyzers.Order.Summaries;
using DistributedLock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Benchmarks;

/// <summary>How long the compiler binds a generated project, and how long each analyzer looks at it, in one process and on one thread.</summary>
/// <param name="LockedMethods">The size of the project.</param>
/// <param name="Binding">What <c>GetDiagnostics</c> takes: declarations and all bodies.</param>
/// <param name="Summaries">What the generator of lock summaries takes, which only builds run.</param>
/// <param name="Analyzers">By analyzer.</param>
/// <param name="Reports">How many diagnostics came out; the code is correct.</param>
internal sealed record Measurement(int LockedMethods, TimeSpan Binding, TimeSpan Summaries, IReadOnlyDictionary<string, TimeSpan> Analyzers, IReadOnlyList<string> Reports)
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "DistributedLock.Runtime.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public TimeSpan AllAnalyzers => TimeSpan.FromTicks(Analyzers.Values.Sum(static time => time.Ticks));

    public static Task<Measurement> RunAsync(int lockedMethods) => RunAsync(lockedMethods, GeneratedProject.Files(lockedMethods));

    /// <param name="lockedMethods">The size, whatever it counts.</param>
    /// <param name="files">The sources.</param>
    public static async Task<Measurement> RunAsync(int lockedMethods, IEnumerable<(string Name, string Text)> files)
    {
        var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(file.Text, parse, file.Name)).ToList();
        var compilation = CSharpCompilation.Create(
            "Generated", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false));
        CSharpGeneratorDriver.Create([new LockedMethodGenerator().AsSourceGenerator()], parseOptions: parse).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);

        var watch = Stopwatch.StartNew();
        var errors = generated.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var binding = watch.Elapsed;
        if (errors.Count > 0)
        {
            throw new InvalidOperationException($"What was generated does not compile: {errors[0]}");
        }

        // As in a build: on the compilation from which the wrappers were generated. What is bound here is bound again for what is emitted.
        watch.Restart();
        CSharpGeneratorDriver.Create([new LockSummaryGenerator().AsSourceGenerator()], parseOptions: parse).RunGenerators(compilation);
        var summaries = watch.Elapsed;

        var analyzers = CreateAnalyzers();
        var analysis = new CompilationWithAnalyzers(generated, analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true, reportSuppressedDiagnostics: false));
        var reports = await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        var times = new SortedDictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var analyzer in analyzers)
        {
            times[analyzer.GetType().Name] = (await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None)).ExecutionTime;
        }

        return new Measurement(lockedMethods, binding, summaries, times, [.. reports.Select(static report => report.ToString())]);
    }

    private static ImmutableArray<DiagnosticAnalyzer> CreateAnalyzers() =>
    [
        .. typeof(LockDeclarationAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];
}
