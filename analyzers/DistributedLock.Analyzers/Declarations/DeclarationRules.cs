using System.Collections.Immutable;
using DistributedLock.CodeModel.Problems;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>The diagnostics about how locks are declared.</summary>
internal static class DeclarationRules
{
    public static readonly DiagnosticDescriptor MethodNotPartial = Error(
        ProblemIds.MethodNotPartial,
        "A locked method must be partial",
        "'{0}' must be partial for its lock to be taken: write it as a partial definition without a body, and move the body to '{1}'");

    public static readonly DiagnosticDescriptor TypeNotPartial = Error(
        ProblemIds.TypeNotPartial,
        "The type of a locked method must be partial",
        "'{0}' must be partial, because the generator writes the other part of '{1}' into it: add the modifier 'partial'");

    public static readonly DiagnosticDescriptor CoreMissing = Error(
        ProblemIds.CoreMissing,
        "A locked method needs a core method",
        "'{0}' has no body to run under the lock: {1}; write '{2}'");

    public static readonly DiagnosticDescriptor TemplateMalformed = Error(
        ProblemIds.TemplateMalformed,
        "The key template is malformed",
        "The key template \"{0}\" is malformed: {1}");

    public static readonly DiagnosticDescriptor PlaceholderUnknown = Error(
        ProblemIds.PlaceholderUnknown,
        "A placeholder names nothing reachable",
        "The placeholder '{0}' names nothing: {1}; {2}");

    public static readonly DiagnosticDescriptor PlaceholderWithoutText = Error(
        ProblemIds.PlaceholderWithoutText,
        "A placeholder's type has no stable text",
        "The placeholder '{0}' has no stable text: {1}");

    public static readonly DiagnosticDescriptor PlaceholderMayBeNull = Warning(
        ProblemIds.PlaceholderMayBeNull,
        "A placeholder may be null",
        "The placeholder '{0}' may be null, and a null throws an ArgumentException when the method is called: make it non-nullable, or lock something else");

    public static readonly DiagnosticDescriptor ProviderMissing = Error(
        ProblemIds.ProviderMissing,
        "A locked method needs one lock provider",
        "'{0}' cannot tell where to take its lock: {1}");

    public static readonly DiagnosticDescriptor Unsupported = Error(
        ProblemIds.Unsupported,
        UnsupportedTitle,
        "'{0}' cannot be locked: {1}");

    /// <summary>Known only when the whole compilation has been seen.</summary>
    public static readonly DiagnosticDescriptor EndpointNotCovered = new(
        ProblemIds.Unsupported,
        UnsupportedTitle,
        "'{0}' cannot be locked: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticPages.Of(ProblemIds.Unsupported),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor SkipWithoutResult = Error(
        ProblemIds.SkipWithoutResult,
        "Skipping would have to invent a value",
        "'{0}' has nothing to return when its body is skipped: {1}");

    public static readonly DiagnosticDescriptor OptionsContradict = Error(
        ProblemIds.OptionsContradict, OptionsTitle, "{0}");

    public static readonly DiagnosticDescriptor ImplementedExplicitly = Error(
        ProblemIds.ImplementedExplicitly,
        "The job's method is implemented explicitly already",
        "'{0}' cannot be locked: {1}");

    // An option without effect is no reason to break a build, but it is the same mistake: the release files know one severity for an id.
#pragma warning disable RS2001
    public static readonly DiagnosticDescriptor OptionHasNoEffect = Warning(
        ProblemIds.OptionsContradict, OptionsTitle, "{0}");

    public static readonly DiagnosticDescriptor PermitsDiffer = new(
        ProblemIds.OptionsContradict,
        OptionsTitle,
        "The template \"{0}\" has MaxConcurrency = {1} here and {2} on '{3}', and these do not exclude each other: write the same number",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticPages.Of(ProblemIds.OptionsContradict),
        customTags: WellKnownDiagnosticTags.CompilationEnd);
#pragma warning restore RS2001

    private const string Category = "DistributedLock";
    private const string UnsupportedTitle = "What carries the attribute cannot be locked";
    private const string OptionsTitle = "Options of a lock contradict each other";

    /// <summary>Those that reading one method can give.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> OfOneMethod = ImmutableArray.Create(
        MethodNotPartial, TypeNotPartial, CoreMissing, TemplateMalformed, PlaceholderUnknown, PlaceholderWithoutText, PlaceholderMayBeNull,
        ProviderMissing, Unsupported, SkipWithoutResult, OptionsContradict, OptionHasNoEffect, ImplementedExplicitly);

    public static DiagnosticDescriptor Of(LockProblem problem)
    {
        var severity = problem.IsError ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        return OfOneMethod.First(rule => rule.Id == problem.Id && rule.DefaultSeverity == severity);
    }

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Of(id));
}
