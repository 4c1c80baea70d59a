using System.Collections.Immutable;
using System.Diagnostics;
using DistributedLock.Analyzers.Declarations;
using DistributedLock.Analyzers.RealCode.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.RealCode.Analysis;

/// <summary>Binds a compilation, then runs every analyzer of the package over it.</summary>
internal static class SourceAnalysis
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(LockDeclarationAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static async Task<AnalyzedSources> RunAsync(SourceSet sources, RealCodeOptions options)
    {
        var compilation = Compiled.From(sources, options);
        var watch = Stopwatch.StartNew();
        var errors = compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var binding = watch.Elapsed;

        // One after the other: times of analyzers that run at once would count the waiting for each other.
        var analysis = new CompilationWithAnalyzers(compilation, Analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new StandInOptions(options.HandleTypes)),
            onAnalyzerException: null,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: true,
            reportSuppressedDiagnostics: false));
        var found = await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        var times = new SortedDictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var analyzer in Analyzers)
        {
            times[analyzer.GetType().Name] = (await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None)).ExecutionTime;
        }

        return new AnalyzedSources(
            sources.Name,
            sources.Files.Count,
            sources.Files.Sum(static file => file.Text.Count(static character => character == '\n')),
            compilation.SyntaxTrees.Sum(static tree => tree.GetRoot().DescendantNodes().Count(static node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax)),
            errors.Count,
            [.. errors.GroupBy(static error => error.Id).OrderByDescending(static group => group.Count()).Take(8).Select(static group => $"{group.Count()} x {group.First()}")],
            binding,
            times,
            [.. found.OrderBy(static report => report.Id, StringComparer.Ordinal).ThenBy(static report => report.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static report => report.Location.SourceSpan.Start)]);
    }
}
