using DistributedLock.Analyzers.Order.Values;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>Whether two acquisitions, in the terms of one method, mean one lock.</summary>
internal static class LockComparison
{
    public static Sameness Compare(Acquisition first, Acquisition second)
    {
        if (!first.Key.IsKnown || !second.Key.IsKnown || first.IsSemaphore || second.IsSemaphore)
        {
            return Sameness.Different;
        }

        var keys = CompareKeys(first.Key, second.Key);
        var providers = keys == Sameness.Different ? Sameness.Different : CompareProviders(first.Provider, second.Provider);
        return keys < providers ? keys : providers;
    }

    /// <summary>Whether two providers may be one. Members of different objects may be: most applications have one provider, handed to every class.</summary>
    public static Sameness CompareProviders(BoundValue first, BoundValue second)
    {
        if (first.Path is not { Last: { } one } path || second.Path is not { Last: { } other } otherPath)
        {
            return Sameness.Different;
        }

        if (path.Equals(otherPath))
        {
            return Sameness.Same;
        }

        var areMembersOfOneObject = path.Owner is { } owner ? owner.Equals(otherPath.Owner) : otherPath.Owner is null && one.ContainingSymbol.Equals(other.ContainingSymbol, SymbolEqualityComparer.Default);
        return areMembersOfOneObject || path.Root is ILocalSymbol || otherPath.Root is ILocalSymbol ? Sameness.Different
            : MayBeOne(one, other) ? Sameness.Likely
            : Sameness.Different;
    }

    /// <summary>Whether nothing says that two symbols hold different providers: their classes, or the keys that a container gives them by.</summary>
    public static bool MayBeOne(ISymbol first, ISymbol second)
    {
        if (SymbolEqualityComparer.Default.Equals(first, second))
        {
            return true;
        }

        var isOneType = SymbolEqualityComparer.Default.Equals(first.ContainingType, second.ContainingType);
        return !isOneType && Equals(ServiceKey(first), ServiceKey(second)) && AreCompatible(TypeOf(first), TypeOf(second));
    }

    private static Sameness CompareKeys(BoundValue first, BoundValue second)
    {
        if (first.Parts.Length != second.Parts.Length)
        {
            return Sameness.Different;
        }

        var sameness = Sameness.Same;
        for (var index = 0; index < first.Parts.Length; index++)
        {
            var one = first.Parts[index];
            var other = second.Parts[index];
            if (!one.Equals(other))
            {
                // A template escapes what an interpolated string leaves as it is; most values have nothing to escape.
                if (!one.WithoutEscape().Equals(other.WithoutEscape()))
                {
                    return Sameness.Different;
                }

                sameness = Sameness.Likely;
            }
            else if (one.Path?.IsStable == false)
            {
                sameness = Sameness.Likely;
            }
        }

        return sameness;
    }

    private static object? ServiceKey(ISymbol symbol) => symbol.GetAttributes()
        .FirstOrDefault(static attribute => attribute.AttributeClass?.Name == "FromKeyedServicesAttribute")?.ConstructorArguments.FirstOrDefault().Value;

    private static bool AreCompatible(ITypeSymbol? first, ITypeSymbol? second) => first is not { TypeKind: TypeKind.Class } || second is not { TypeKind: TypeKind.Class }
        || DerivesFrom(first, second) || DerivesFrom(second, first);

    private static bool DerivesFrom(ITypeSymbol type, ITypeSymbol ancestor)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, ancestor))
            {
                return true;
            }
        }

        return false;
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        _ => null,
    };
}
