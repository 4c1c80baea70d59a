using System.Collections.Immutable;
using System.Reflection;
using DistributedLock.Analyzers.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>Everything that the package brings, found by reflection: a new analyzer is under test without being named here.</summary>
internal static class AllRules
{
    private static readonly Assembly CodeFixAssembly = Assembly.Load("DistributedLock.Analyzers.CodeFixes");

    /// <summary>Analyzers and suppressors.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = Create<DiagnosticAnalyzer>(typeof(LockDeclarationAnalyzer).Assembly);

    public static ImmutableArray<CodeFixProvider> CodeFixes { get; } = Create<CodeFixProvider>(CodeFixAssembly);

    public static ImmutableArray<CodeRefactoringProvider> Refactorings { get; } = Create<CodeRefactoringProvider>(CodeFixAssembly);

    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = [.. Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)];

    private static ImmutableArray<T> Create<T>(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(T)))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (T)Activator.CreateInstance(type)!),
    ];
}
