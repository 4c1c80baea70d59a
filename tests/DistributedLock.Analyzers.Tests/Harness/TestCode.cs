using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>A source under test and how it is compiled. The usual namespaces are imported, and the generator has run over it.</summary>
internal sealed record TestCode(string Source)
{
    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using DistributedLock;

        """;

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.Latest;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    public OutputKind OutputKind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>The text of an <c>.editorconfig</c> beside the source.</summary>
    public string? EditorConfig { get; init; }

    /// <summary>What is imported before the source; tests that change it look at no places.</summary>
    public string Imports { get; init; } = Usings;

    /// <summary>More files of the same project, by name.</summary>
    public IReadOnlyDictionary<string, string> OtherFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>More assemblies that the source sees.</summary>
    public IReadOnlyList<MetadataReference> OtherReferences { get; init; } = [];

    /// <summary>Whether the source may have errors of the compiler. Where it may not, a test of code that does not compile fails.</summary>
    public bool MayNotCompile { get; init; }

    public static implicit operator TestCode(string source) => new(source);
}
