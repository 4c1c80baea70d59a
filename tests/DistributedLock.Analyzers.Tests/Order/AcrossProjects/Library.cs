using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Summaries;
using DistributedLock.Analyzers.Tests.Harness;
using DistributedLock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace DistributedLock.Analyzers.Tests.Order.AcrossProjects;

/// <summary>A project that another one refers to, built with all generators of the package.</summary>
internal sealed class Library
{
    private readonly Compilation _compilation;

    private Library(Compilation compilation) => _compilation = compilation;

    /// <summary>Those of the package.</summary>
    public static IReadOnlyList<IIncrementalGenerator> Generators { get; } = [new LockedMethodGenerator(), new LockSummaryGenerator()];

    public static Library Build(string name, string source, params MetadataReference[] references) => Build(name, [source], Generators, references);

    /// <summary>As an editor has it: nothing that only a build writes.</summary>
    public static Library BuildWithoutSummaries(string name, string source) => Build(name, [source], [new LockedMethodGenerator()]);

    public static Library Build(string name, IReadOnlyList<string> sources, IReadOnlyList<IIncrementalGenerator> generators, params MetadataReference[] references)
    {
        var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var trees = sources.Select((source, number) => CSharpSyntaxTree.ParseText(TestCode.Usings + source, parse, $"/{name}/File{number}.cs"));
        var compilation = CSharpCompilation.Create(
            name,
            trees,
            [.. References.All, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(generators.Select(GeneratorExtensions.AsSourceGenerator), parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var reported);
        Assert.Empty(reported);
        var errors = generated.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(!errors.Any(), $"The library {name} does not compile:\n{string.Join('\n', errors)}");
        return new Library(generated);
    }

    /// <summary>What was written about its methods, by documentation id; pairs of locks have none.</summary>
    public IReadOnlyList<(string Member, string Text)> Summaries() =>
    [
        .. _compilation.Assembly.GetAttributes()
            .Where(static attribute => attribute.AttributeClass?.Name == nameof(LockSummaryInfoAttribute))
            .Select(static attribute => ((string)attribute.ConstructorArguments[1].Value!, (string)attribute.ConstructorArguments[2].Value!)),
    ];

    /// <summary>The file in which they stand.</summary>
    public string Generated() => _compilation.SyntaxTrees.Single(static tree => tree.FilePath.EndsWith("DistributedLock.LockSummaries.g.cs", StringComparison.Ordinal)).GetText().ToString();

    public MetadataReference As(ReferenceForm form) => form switch
    {
        ReferenceForm.Compilation => _compilation.ToMetadataReference(),
        ReferenceForm.ReferenceAssembly => MetadataReference.CreateFromImage(Emit(new EmitOptions(metadataOnly: true, includePrivateMembers: false))),
        _ => MetadataReference.CreateFromImage(Emit(null)),
    };

    private ImmutableArray<byte> Emit(EmitOptions? options)
    {
        using var image = new MemoryStream();
        var result = _compilation.Emit(image, options: options);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return [.. image.ToArray()];
    }
}
