using DistributedLock.Analyzers.Declarations;
using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Generators.Tests.Jobs;

/// <summary>Sources of a project that references Hangfire.</summary>
internal static class HangfireSource
{
    private static readonly MetadataReference Contract = MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "Hangfire.Core.dll"));

    public static CompiledSource Of(string source, LanguageVersion version = LanguageVersion.Latest) =>
        CompiledSource.Of(Compilation(source, version), CSharpParseOptions.Default.WithLanguageVersion(version));

    public static CSharpCompilation Compilation(string source, LanguageVersion version = LanguageVersion.Latest) =>
        CompiledSource.Compilation(source, version).AddReferences(Contract).WithAssemblyName("My-App.Jobs");

    /// <summary>Ids, places and messages of what is said about a source, in its order.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        var compilation = Compilation(source);
        var compiled = CompiledSource.Of(compilation.WithOptions(compilation.Options.WithOutputKind(kind)));
        var analysis = compiled.Output.WithAnalyzers([new LockDeclarationAnalyzer(), new HangfireJobAnalyzer()], (AnalyzerOptions?)null);
        var found = await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(static diagnostic => diagnostic.Id)
            .Select(static diagnostic => $"{diagnostic.Id} {TextOf(diagnostic)}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];
    }

    private static string TextOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText().ToString(diagnostic.Location.SourceSpan) ?? string.Empty;
}
