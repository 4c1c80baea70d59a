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

        var areMembersOfOneObject = path.Owner is { } owner ? owner.Equals(otherPath.Owner) : otherPath.Owner is null && one.IsBeside(other);
        return areMembersOfOneObject || path.Root is { IsLocal: true } || otherPath.Root is { IsLocal: true } ? Sameness.Different
            : MayBeOne(one, other) ? Sameness.Likely
            : Sameness.Different;
    }

    /// <summary>Whether nothing says that two slots hold different providers: their classes, or the keys that a container gives them by.</summary>
    public static bool MayBeOne(Slot first, Slot second) => first.Equals(second)
        || (!first.IsOfTypeOf(second) && first.ServiceKey == second.ServiceKey && AreCompatible(first.Type, second.Type));

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
}
