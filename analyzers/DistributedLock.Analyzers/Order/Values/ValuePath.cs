using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>Where a value is read from: a variable or member, and members of it.</summary>
/// <param name="root">A parameter, a local or a static member; <see langword="null"/> for <c>this</c>.</param>
/// <param name="members">Fields and properties (and captured parameters of a primary constructor), outermost first.</param>
internal sealed class ValuePath(Slot? root, ImmutableArray<Slot> members) : IEquatable<ValuePath>
{
    // A recursion that walks on from a value to a member of it would make longer paths for ever.
    private const int LongestPath = 5;

    public static ValuePath This { get; } = new(null, ImmutableArray<Slot>.Empty);

    public Slot? Root { get; } = root;

    public ImmutableArray<Slot> Members { get; } = members;

    /// <summary>What holds the value; <see langword="null"/> for <c>this</c>.</summary>
    public Slot? Last => Members.IsEmpty ? Root : Members[Members.Length - 1];

    /// <summary>Whether every reading gives the same value: nothing on the way can be set again, or is computed.</summary>
    public bool IsStable => Root?.IsFixed != false && Members.All(static member => member.IsFixed);

    public static ValuePath Of(Slot root) => new(root, ImmutableArray<Slot>.Empty);

    public static ValuePath Of(ISymbol root) => Of(Slot.Of(root));

    /// <inheritdoc cref="Then(IEnumerable{Slot})"/>
    public ValuePath? Then(ISymbol member) => Then([Slot.Of(member)]);

    /// <returns><see langword="null"/> when the path would be too long to follow.</returns>
    public ValuePath? Then(IEnumerable<Slot> members)
    {
        var longer = Members.AddRange(members);
        return longer.Length > LongestPath ? null : new ValuePath(Root, longer);
    }

    /// <summary>What the last member is a member of; <see langword="null"/> for a lone symbol.</summary>
    public ValuePath? Owner => Members.IsEmpty ? null : new ValuePath(Root, Members.RemoveAt(Members.Length - 1));

    public bool Equals(ValuePath? other) => other is not null
        && Equals(Root, other.Root)
        && Members.SequenceEqual(other.Members);

    public override bool Equals(object? obj) => Equals(obj as ValuePath);

    public override int GetHashCode()
    {
        var hash = Root?.GetHashCode() ?? 0;
        foreach (var member in Members)
        {
            hash = unchecked((hash * 31) + member.GetHashCode());
        }

        return hash;
    }

    /// <summary>As a template spells it: <c>order.Customer.Id</c>, <c>this.Region</c>.</summary>
    public override string ToString() => string.Join(".", Members.Select(static member => member.Name).Prepend(Root?.Name ?? "this"));
}
