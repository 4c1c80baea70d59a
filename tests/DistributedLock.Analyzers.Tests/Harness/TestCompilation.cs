using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Summaries;
using DistributedLock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>A source, compiled with the generator, and what the analyzers say about it.</summary>
internal sealed class TestCompilation
{
    public const string Folder = "/project/";
    public const string FileName = "Test.cs";

    private readonly AnalyzerOptions _options;

    private TestCompilation(Compilation compilation, SyntaxTree tree, AnalyzerOptions options)
    {
        Compilation = compilation;
        Tree = tree;
        _options = options;
    }

    /// <summary>With what was generated.</summary>
    public Compilation Compilation { get; }

    /// <summary>The source under test.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>The options that every test compiles with.</summary>
    public static CSharpCompilationOptions OptionsOf(TestCode code) => new(
        code.OutputKind,
        allowUnsafe: true,
        warningLevel: 9999,
        nullableContextOptions: code.Nullable,
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS8019", ReportDiagnostic.Suppress)]);

    public static TestCompilation Of(TestCode code)
    {
        var parse = CSharpParseOptions.Default.WithLanguageVersion(code.LanguageVersion);
        var trees = code.OtherFiles.Select(file => Parse(file.Value, file.Key)).Prepend(Parse(code.Source, FileName)).ToList();
        var options = OptionsOf(code);
        var editorConfig = code.EditorConfig is null ? null : new TestOptions(code.EditorConfig);
        if (editorConfig is not null)
        {
            options = options.WithSyntaxTreeOptionsProvider(new TestSeverities(editorConfig));
        }

        var compilation = CSharpCompilation.Create("Test", trees, [.. References.All, .. code.OtherReferences], options);
        CSharpGeneratorDriver.Create([new LockedMethodGenerator().AsSourceGenerator(), new LockSummaryGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var reported);
        Assert.Empty(reported);
        if (!code.MayNotCompile)
        {
            var errors = generated.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            Assert.True(!errors.Any(), "The source under test does not compile:\n" + string.Join('\n', errors));
        }

        var analyzerOptions = editorConfig is null ? new AnalyzerOptions([]) : new AnalyzerOptions([], editorConfig);
        return new TestCompilation(generated, trees[0], analyzerOptions);

        SyntaxTree Parse(string text, string name) => CSharpSyntaxTree.ParseText(code.Imports + text, parse, Folder + name);
    }

    /// <summary>What all analyzers of the package say, suppressors applied, in the order of the text. An exception in one of them fails the test.</summary>
    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(CancellationToken cancellationToken, ImmutableArray<DiagnosticAnalyzer>? analyzers = null)
    {
        var options = new CompilationWithAnalyzersOptions(
            _options,
            onAnalyzerException: null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: true);
        var found = await new CompilationWithAnalyzers(Compilation, analyzers ?? AllRules.Analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        Assert.True(found.All(static diagnostic => diagnostic.Id != "AD0001"), string.Join('\n', found.Where(static diagnostic => diagnostic.Id == "AD0001")));
        return
        [
            .. found.Where(static diagnostic => !diagnostic.IsSuppressed)
                .OrderBy(static diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
                .ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal),
        ];
    }
}
