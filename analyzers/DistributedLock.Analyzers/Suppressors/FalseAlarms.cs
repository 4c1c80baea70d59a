using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Suppressors;

/// <summary>What the compiler and common analyzers say about locked methods, and which is no news, by its reason.</summary>
internal static class FalseAlarms
{
    /// <summary>A core or a fallback is no dead code, wherever the wrapper that calls it is not seen: before it is generated, or by an analyzer that leaves generated code out.</summary>
    public static readonly ImmutableArray<SuppressionDescriptor> UnusedMethod = Of(
        "DLKS01",
        "The method is called by the generated wrapper of a locked method.",
        "IDE0051", "CA1811", "S1144", "RCS1213");

    /// <summary>A core has the parameters of its wrapper, used or not. Not the token: that it may leave out.</summary>
    public static readonly ImmutableArray<SuppressionDescriptor> UnusedParameter = Of(
        "DLKS02",
        "The parameter is one of the locked method, whose generated wrapper passes it on: the signature is not for this method to choose.",
        "IDE0060", "CA1801", "S1172", "RCS1163");

    /// <summary>Waiting for a lock is asynchronous even where the body is not, and then the body must return a task, too.</summary>
    public static readonly ImmutableArray<SuppressionDescriptor> AsyncWithoutAwait = Of(
        "DLKS03",
        "The locked method is asynchronous because waiting for its lock is, so its core has to return a task or a stream even if it awaits nothing.",
        "CS1998");

    /// <summary>A provider, or what a key is made of, may be read by nothing but the wrapper.</summary>
    public static readonly ImmutableArray<SuppressionDescriptor> UnreadMember = Of(
        "DLKS04",
        "It is read by the generated wrapper of a locked method, which takes its lock from it or puts it into the key.",
        "IDE0051", "IDE0052", "IDE0060", "CA1823", "CS0414", "CS9113", "S1144", "S4487", "RCS1213");

    /// <summary>The diagnostic of ours says the same, and why it matters.</summary>
    public static readonly ImmutableArray<SuppressionDescriptor> NotAwaited = Of(
        "DLKS05",
        "DLK0101 reports the same call, and says what is at stake.",
        "CS4014");

    /// <summary>The wrapper needs the instance for its provider, also while a mistake keeps it from being generated.</summary>
    public static readonly ImmutableArray<SuppressionDescriptor> CouldBeStatic = Of(
        "DLKS06",
        "The wrapper of the locked method takes its lock from a member of the instance.",
        "CA1822", "S2325");

    /// <summary>The descriptor of a reason for one id; <see langword="null"/> where the reason is none.</summary>
    public static SuppressionDescriptor? For(this ImmutableArray<SuppressionDescriptor> reason, string id) =>
        reason.FirstOrDefault(descriptor => descriptor.SuppressedDiagnosticId == id);

    private static ImmutableArray<SuppressionDescriptor> Of(string id, string justification, params string[] suppressed) =>
        suppressed.Select(other => new SuppressionDescriptor(id, other, justification)).ToImmutableArray();
}
