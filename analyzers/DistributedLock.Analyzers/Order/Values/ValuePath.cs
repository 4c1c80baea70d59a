using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>Where a value is read from: a symbol, and members of it.</summary>
/// <param name="root">A parameter, a local or a static member; <see langword="null"/> for <c>this</c>.</param>
/// <param name="members">Fields and properties (and captured parameters of a primary constructor), outermost first.</param>
internal sealed class ValuePath(ISymbol? root, ImmutableArray<ISymbol> members) : IEquatable<ValuePath>
{
    // A recursion that walks on from a value to a member of it would make longer paths for ever.
    private const int LongestPath = 5;

    public static ValuePath This { get; } = new(null, ImmutableArray<ISymbol>.Empty);

    public static ValuePath Of(ISymbol? root) => new(root, ImmutableArray<ISymbol>.Empty);

    public ISymbol? Root { get; } = root;

    public ImmutableArray<ISymbol> Members { get; } = members;

    /// <summary>The symbol whose value it is; <see langword="null"/> for <c>this</c>.</summary>
    public ISymbol? Last => Members.IsEmpty ? Root : Members[Members.Length - 1];

    /// <summary>Whether every reading gives the same value: nothing on the way can be set again, or is computed.</summary>
    public bool IsStable => IsFixed(Root) && Members.All(IsFixed);

    /// <returns><see langword="null"/> when the path would be too long to follow.</returns>
    public ValuePath? Then(IEnumerable<ISymbol> members)
    {
        var longer = Members.AddRange(members);
        return longer.Length > LongestPath ? null : new ValuePath(Root, longer);
    }

    /// <summary>What the last member is a member of; <see langword="null"/> for a lone symbol.</summary>
    public ValuePath? Owner => Members.IsEmpty ? null : new ValuePath(Root, Members.RemoveAt(Members.Length - 1));

    private static bool IsFixed(ISymbol? symbol) => symbol switch
    {
        IFieldSymbol field => field.IsReadOnly || field.IsConst,
        IPropertySymbol { SetMethod: null or { IsInitOnly: true } } property =>
            property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)),
        IPropertySymbol => false,
        _ => true,
    };

    public bool Equals(ValuePath? other) => other is not null
        && SymbolEqualityComparer.Default.Equals(Root, other.Root)
        && Members.SequenceEqual(other.Members, SymbolEqualityComparer.Default);

    public override bool Equals(object? obj) => Equals(obj as ValuePath);

    public override int GetHashCode()
    {
        var hash = SymbolEqualityComparer.Default.GetHashCode(Root);
        foreach (var member in Members)
        {
            hash = unchecked((hash * 31) + SymbolEqualityComparer.Default.GetHashCode(member));
        }

        return hash;
    }

    /// <summary>As a template spells it: <c>order.Customer.Id</c>, <c>this.Region</c>.</summary>
    public override string ToString() => string.Join(".", Members.Select(static member => member.Name).Prepend(Root?.Name ?? "this"));
}
