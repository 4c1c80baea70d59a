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

    // What is analyzed may be one of our references: its types must not be there twice.
    private static IEnumerable<MetadataReference> References(SourceSet sources, RealCodeOptions options)
    {
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll" or "DistributedLock.Runtime.dll"))
            .Concat(options.References.SelectMany(static path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.dll", SearchOption.AllDirectories).Where(static file => !file.Contains("native", StringComparison.Ordinal)) : [path]))
            .GroupBy(static path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
            .Where(group => !sources.Assemblies.Contains(group.Key, StringComparer.OrdinalIgnoreCase))
            .Select(static group => MetadataReference.CreateFromFile(group.First()));
    }
}
