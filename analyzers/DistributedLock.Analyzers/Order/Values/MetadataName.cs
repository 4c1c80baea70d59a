using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>The name by which an assembly finds a type: <c>Namespace.Outer+Inner`1</c>.</summary>
internal static class MetadataName
{
    public static string Of(INamedTypeSymbol? type)
    {
        if (type is null)
        {
            return string.Empty;
        }

        var definition = type.OriginalDefinition;
        return definition.ContainingType is { } outer ? $"{Of(outer)}+{definition.MetadataName}"
            : definition.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{definition.MetadataName}"
            : definition.MetadataName;
    }
}
