using System.Collections.Immutable;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>
/// A value as far as the code tells it without running: a text in which each piece is literal or named by the symbols it is read from, or a delegate.
/// </summary>
internal sealed class BoundValue : IEquatable<BoundValue>
{
    private const int MostParts = 16;

    private BoundValue(ImmutableArray<ValuePart> parts, BoundDelegate? target)
    {
        Parts = parts;
        Delegate = target;
    }

    public static BoundValue Unknown { get; } = new(ImmutableArray.Create(ValuePart.Unknown), null);

    public static BoundValue This { get; } = Of(ValuePath.This);

    public ImmutableArray<ValuePart> Parts { get; }

    public BoundDelegate? Delegate { get; }

    /// <summary>Whether it can be the same as another one.</summary>
    public bool IsKnown => Delegate is null && Parts.All(static part => part.IsKnown);

    /// <summary>Where the whole value is read from, unchanged; <see langword="null"/> for everything else.</summary>
    public ValuePath? Path => Delegate is null && Parts.Length == 1 && Parts[0] is { Format: null, Escaped: null } part ? part.Path : null;

    public static BoundValue Of(ValuePath? path) => path is null ? Unknown : new(ImmutableArray.Create(ValuePart.Of(path)), null);

    public static BoundValue OfText(string literal) => new(ImmutableArray.Create(ValuePart.OfText(literal)), null);

    public static BoundValue Of(BoundDelegate target) => new(ImmutableArray<ValuePart>.Empty, target);

    /// <summary>The pieces one after the other; literals that touch become one, so that a key has one form.</summary>
    public static BoundValue Joined(IEnumerable<ValuePart> parts)
    {
        var joined = ImmutableArray.CreateBuilder<ValuePart>();
        foreach (var part in parts)
        {
            var last = joined.Count == 0 ? null : joined[joined.Count - 1];
            if (part.Literal is { } literal && last?.Literal is { } before)
            {
                joined[joined.Count - 1] = ValuePart.OfText(before + literal);
            }
            else if (part.Literal != string.Empty)
            {
                joined.Add(part);
            }
        }

        return joined.Count is 0 or > MostParts ? Unknown : new BoundValue(joined.ToImmutable(), null);
    }

    public bool Equals(BoundValue? other) =>
        other is not null && Parts.SequenceEqual(other.Parts) && Equals(Delegate, other.Delegate);

    public override bool Equals(object? obj) => Equals(obj as BoundValue);

    public override int GetHashCode()
    {
        var hash = Delegate?.GetHashCode() ?? 17;
        foreach (var part in Parts)
        {
            hash = unchecked((hash * 31) + part.GetHashCode());
        }

        return hash;
    }
}
