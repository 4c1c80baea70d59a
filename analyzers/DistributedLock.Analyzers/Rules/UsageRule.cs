using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Rules;

/// <summary>Makes the descriptors of the rules about how locks are used.</summary>
internal static class UsageRule
{
    private const string Category = "DistributedLock";

    public static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    public static DiagnosticDescriptor Information(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Info);

    public static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    /// <summary>For rules that need to have seen every method: they are reported by builds, not while typing.</summary>
    public static DiagnosticDescriptor OfWholeProgram(string id, string title, string message, DiagnosticSeverity severity) =>
        Create(id, title, message, severity, WellKnownDiagnosticTags.CompilationEnd);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, params string[] tags) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Of(id), customTags: tags);
}
