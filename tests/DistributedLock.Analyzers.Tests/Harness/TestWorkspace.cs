using System.Collections.Immutable;
using DistributedLock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>A project in a workspace, as an IDE has it, with the generator as one of its analyzers.</summary>
internal static class TestWorkspace
{
    /// <summary>The document with the source under test. More projects with the same source give fix-all something to do in a solution.</summary>
    public static Document Open(TestCode code, int projects = 1)
    {
        var solution = new AdhocWorkspace().CurrentSolution;
        DocumentId? first = null;
        for (var number = 1; number <= projects; number++)
        {
            solution = WithProject(solution, code, $"Test{number}", out var document);
            first ??= document;
        }

        return solution.GetDocument(first!)!;
    }

    private static Solution WithProject(Solution solution, TestCode code, string name, out DocumentId document)
    {
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            name,
            name,
            LanguageNames.CSharp,
            compilationOptions: TestCompilation.OptionsOf(code),
            parseOptions: CSharpParseOptions.Default.WithLanguageVersion(code.LanguageVersion),
            metadataReferences: [.. References.All, .. code.OtherReferences],
            analyzerReferences: [new GeneratorReference()]);
        document = DocumentId.CreateNewId(project.Id);
        solution = solution.AddProject(project)
            .AddDocument(document, TestCompilation.FileName, SourceText.From(TestCode.Usings + code.Source), filePath: TestCompilation.Folder + TestCompilation.FileName);
        foreach (var (file, text) in code.OtherFiles)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project.Id), file, SourceText.From(TestCode.Usings + text), filePath: TestCompilation.Folder + file);
        }

        return code.EditorConfig is null
            ? solution
            : solution.AddAnalyzerConfigDocument(
                DocumentId.CreateNewId(project.Id), ".editorconfig", SourceText.From(code.EditorConfig), filePath: $"{TestCompilation.Folder}.editorconfig");
    }

    private sealed class GeneratorReference : AnalyzerReference
    {
        // One instance: the workspace finds the reference of a generator by it.
        private readonly ImmutableArray<ISourceGenerator> _generators = [new LockedMethodGenerator().AsSourceGenerator()];

        public override string? FullPath => null;

        public override object Id { get; } = new();

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

        public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => _generators;

        public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => _generators;
    }
}
