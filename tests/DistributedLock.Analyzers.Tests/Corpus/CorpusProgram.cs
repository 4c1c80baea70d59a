using System.Collections.Concurrent;
using DistributedLock.Analyzers.Tests.Harness;
using DistributedLock.Analyzers.Tests.Order.AcrossProjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Corpus;

/// <summary>A file of the corpus. Lines that begin with <c>//:</c> say how it is compiled; README.md lists them.</summary>
internal static class CorpusProgram
{
    private const string Directive = "//: ";

    private static readonly ConcurrentDictionary<string, MetadataReference> Libraries = new(StringComparer.Ordinal);

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>The files below a folder of the corpus, as paths with slashes, in one order on every machine.</summary>
    public static IReadOnlyList<string> In(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Text(string name) => File.ReadAllText(Path.Combine(Root, name)).ReplaceLineEndings("\n");

    public static TestCode Load(string name) => Parse(Text(name));

    public static TestCode Parse(string text)
    {
        var code = new TestCode(text);
        foreach (var line in text.Split('\n').TakeWhile(static line => line.StartsWith(Directive, StringComparison.Ordinal)))
        {
            code = Apply(code, line[Directive.Length..].Trim());
        }

        return code;
    }

    private static TestCode Apply(TestCode code, string directive)
    {
        var (word, rest) = directive.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
            ? (directive[..space], directive[(space + 1)..])
            : (directive, "");
        return word switch
        {
            "language" => LanguageVersionFacts.TryParse(rest, out var version)
                ? code with { LanguageVersion = version }
                : throw new ArgumentException($"There is no C# {rest}."),
            "nullable" => code with { Nullable = rest == "off" ? NullableContextOptions.Disable : NullableContextOptions.Enable },
            "program" => code with { OutputKind = OutputKind.ConsoleApplication },
            "editorconfig" => code with { EditorConfig = $"{code.EditorConfig ?? "root = true\n[*.cs]\n"}{rest}\n" },
            "library" => code with { OtherReferences = [.. code.OtherReferences, Libraries.GetOrAdd(rest, static name => Library.Build(name, Text($"Libraries/{name}.cs")).As(ReferenceForm.ReferenceAssembly))] },
            _ => throw new ArgumentException($"A program cannot ask for '{word}': the directives are language, nullable, program, editorconfig and library."),
        };
    }
}
