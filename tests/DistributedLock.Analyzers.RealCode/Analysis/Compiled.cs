using DistributedLock.Analyzers.RealCode.Sources;
using DistributedLock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.RealCode.Analysis;

/// <summary>Makes one compilation of the files of an input, with the generator.</summary>
internal static class Compiled
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // A project that several others reference is compiled once.
    private static readonly Dictionary<string, Compilation> ByProject = new(StringComparer.Ordinal);

    public static Compilation From(SourceSet sources, RealCodeOptions options)
    {
        var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview).WithPreprocessorSymbols(options.Symbols);
        var trees = sources.Files.Select(file => CSharpSyntaxTree.ParseText(file.Text, parse, file.Path)).Append(CSharpSyntaxTree.ParseText(ImplicitUsings, parse, "ImplicitUsings.g.cs")).ToList();
        var isExecutable = trees.Any(static tree => tree.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any());
        var compilation = CSharpCompilation.Create(
            sources.Assemblies is [var assembly] ? assembly : sources.Name,
            trees,
            References(sources, options),
            new CSharpCompilationOptions(
                isExecutable ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new LockedMethodGenerator().AsSourceGenerator()], parseOptions: parse).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return generated;
    }

    // What is analyzed may be one of our references: its types must not be there twice. Projects are referenced by their sources, so that nothing need be built.
    private static IEnumerable<MetadataReference> References(SourceSet sources, RealCodeOptions options)
    {
        var projects = WithTheirs(sources.Projects).Where(project => !sources.Assemblies.Contains(NameOf(project), StringComparer.OrdinalIgnoreCase)).ToList();
        var bySource = projects.Select(NameOf).Concat(sources.Assemblies).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll" or "DistributedLock.Runtime.dll"))
            .Concat(sources.Packages)
            .Concat(options.References.SelectMany(static path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.dll", SearchOption.AllDirectories).Where(static file => !file.Contains("native", StringComparison.Ordinal)) : [path]))
            .GroupBy(static path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
            .Where(group => !bySource.Contains(group.Key))
            .Select(static group => (MetadataReference)MetadataReference.CreateFromFile(group.First()))
            .Concat(projects.Select(project => Project(project, options).ToMetadataReference()));
    }

    private static Compilation Project(string path, RealCodeOptions options)
    {
        if (!ByProject.TryGetValue(path, out var compilation))
        {
            ByProject.Add(path, compilation = From(SourceSet.At(path, isEach: false).Single(), options));
        }

        return compilation;
    }

    private static HashSet<string> WithTheirs(IEnumerable<string> projects)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<string>(projects);
        while (rest.TryPop(out var project))
        {
            if (all.Add(project))
            {
                foreach (var referenced in ProjectFile.Read(project).Projects)
                {
                    rest.Push(referenced);
                }
            }
        }

        return all;
    }

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);
}
