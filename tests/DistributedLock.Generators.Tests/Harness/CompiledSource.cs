using System.Collections.Immutable;
using System.Reflection;
using DistributedLock.Analyzers.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Generators.Tests.Harness;

/// <summary>Source text after the generator has run over it.</summary>
internal sealed class CompiledSource
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Tasks;
        using DistributedLock;

        """;

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        warningLevel: 9999,
        nullableContextOptions: NullableContextOptions.Enable,
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS8019", ReportDiagnostic.Suppress)]);

    private CompiledSource(Compilation input, Compilation output, GeneratorDriverRunResult result)
    {
        Input = input;
        Output = output;
        Result = result;
    }

    public Compilation Input { get; }

    public Compilation Output { get; }

    public GeneratorDriverRunResult Result { get; }

    public ImmutableArray<GeneratedSourceResult> Files => Result.Results[0].GeneratedSources;

    public IEnumerable<GeneratedSourceResult> Decorators => Files.Where(static file => file.HintName.Contains(".decorator-", StringComparison.Ordinal));

    /// <summary>All generated files, with the version that changes from release to release taken out.</summary>
    public string Text => string.Join("\n", Files.OrderBy(file => file.HintName, StringComparer.Ordinal)
        .Select(file => file.SourceText.ToString().Replace(CodeModel.GeneratorIdentity.Version, "VERSION", StringComparison.Ordinal)));

    public static CSharpCompilation Compilation(string source, LanguageVersion version = LanguageVersion.Latest, NullableContextOptions? nullable = null) =>
        CSharpCompilation.Create(
            "Sources",
            [CSharpSyntaxTree.ParseText(Usings + source, CSharpParseOptions.Default.WithLanguageVersion(version), "Source.cs")],
            References.All,
            Options.WithNullableContextOptions(nullable ?? Options.NullableContextOptions));

    public static GeneratorDriver Driver(CSharpParseOptions? options = null) => CSharpGeneratorDriver.Create(
        [new LockedMethodGenerator().AsSourceGenerator()],
        parseOptions: options ?? CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static CompiledSource Of(string source, LanguageVersion version = LanguageVersion.Latest, NullableContextOptions? nullable = null) =>
        Of(Compilation(source, version, nullable), CSharpParseOptions.Default.WithLanguageVersion(version));

    public static CompiledSource Of(Compilation compilation, CSharpParseOptions? options = null)
    {
        var driver = Driver(options).RunGeneratorsAndUpdateCompilation(compilation, out var output, out var problems);
        Assert.Empty(problems);
        return new CompiledSource(compilation, output, driver.GetRunResult());
    }

    /// <summary>What the compiler has to say: warnings and errors, in the sources and in what was generated.</summary>
    public IReadOnlyList<string> CompilerMessages() => [.. Output.GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
        .Select(diagnostic => diagnostic.ToString())];

    /// <summary>What the analyzers have to say. An exception in one of them is a finding, too (AD0001).</summary>
    public async Task<IReadOnlyList<Diagnostic>> AnalyzerDiagnosticsAsync(CancellationToken cancellationToken)
    {
        var analysis = Output.WithAnalyzers([new LockDeclarationAnalyzer(), new PermitCountAnalyzer()], (AnalyzerOptions?)null);
        var found = await analysis.GetAnalyzerDiagnosticsAsync(cancellationToken);
        return [.. found.Where(diagnostic => !diagnostic.IsSuppressed).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id)];
    }

    /// <summary>Loads what was compiled, which must be free of warnings.</summary>
    public Assembly Load()
    {
        Assert.True(CompilerMessages().Count == 0, string.Join(Environment.NewLine, CompilerMessages()));
        using var image = new MemoryStream();
        var result = Output.Emit(image);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics));
        return Assembly.Load(image.ToArray());
    }
}
