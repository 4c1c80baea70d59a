using System.Reflection;
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

    /// <summary>Two projects, of which the second sees the first.</summary>
    public static (Document Library, Document Client) Open(TestCode library, TestCode client)
    {
        var solution = WithProject(new AdhocWorkspace().CurrentSolution, library, "Library", out var first);
        solution = WithProject(solution, client, "Client", out var second);
        solution = solution.AddProjectReference(second.ProjectId, new ProjectReference(first.ProjectId));
        return (solution.GetDocument(first)!, solution.GetDocument(second)!);
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
            analyzerReferences: [new AnalyzerFileReference(typeof(LockedMethodGenerator).Assembly.Location, new LoadedAssembly())]);
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

    /// <summary>The assembly that runs the tests: a workspace that is searched for symbols asks for references to files.</summary>
    private sealed class LoadedAssembly : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => typeof(LockedMethodGenerator).Assembly;
    }
}
