using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Cores;

/// <summary>
/// The attributes that a core has as well: those that the compiler, the trimmer and analyzers need to understand the body. All the others speak to callers
/// and frameworks, and stay where these look.
/// </summary>
internal sealed class KeptAttributes(SemanticModel model, CancellationToken cancellationToken)
{
    private const string EnumeratorCancellation = "System.Runtime.CompilerServices.EnumeratorCancellationAttribute";

    private static readonly HashSet<string> Namespaces = new(StringComparer.Ordinal)
    {
        "System.Diagnostics.CodeAnalysis",
        "System.Runtime.Versioning",
    };

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "System.ObsoleteAttribute",
        "System.Runtime.CompilerServices.AsyncMethodBuilderAttribute",
        "System.Runtime.CompilerServices.SkipLocalsInitAttribute",
    };

    /// <summary>The list with those that are kept; <see langword="null"/> for none.</summary>
    public string? Of(AttributeListSyntax list, bool isIterator)
    {
        var kept = list.Attributes.Where(attribute => IsKept(attribute, isIterator)).Select(static attribute => attribute.ToString()).ToList();
        return kept.Count == 0 ? null : $"[{(list.Target is null ? string.Empty : list.Target + " ")}{string.Join(", ", kept)}]";
    }

    private bool IsKept(AttributeSyntax attribute, bool isIterator) =>
        model.GetTypeInfo(attribute, cancellationToken).Type is { } type
        && (Namespaces.Contains(type.ContainingNamespace?.ToDisplayString() ?? string.Empty) || Types.Contains(type.ToDisplayString())
            || (isIterator && type.ToDisplayString() == EnumeratorCancellation));
}
