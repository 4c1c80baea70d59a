using System.Collections.Immutable;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>The lock attributes of a job class: its own, and those of its base classes.</summary>
public static class JobAttributes
{
    public static ImmutableArray<AttributeData> Own(INamedTypeSymbol type) =>
        type.GetAttributes().Where(static attribute => attribute.AttributeClass.IsLockAttribute()).ToImmutableArray();

    /// <summary>The base classes' attributes come first: theirs is the wider lock, as far as the order says anything.</summary>
    public static ImmutableArray<AttributeData> All(INamedTypeSymbol type) =>
        BaseTypes(type).Reverse().Append(type).SelectMany(static current => Own(current)).ToImmutableArray();

    public static bool AreInherited(INamedTypeSymbol type) => BaseTypes(type).Any(static current => !Own(current).IsEmpty);

    public static IEnumerable<INamedTypeSymbol> BaseTypes(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }
}
