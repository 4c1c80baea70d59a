using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.Values;
using DistributedLock.CodeModel.Templates;

namespace DistributedLock.Analyzers.Order;

/// <summary>
/// A lock that is held exclusively while two others are taken. Two ways around a circle that hold the same one are never under way together. It is the same
/// where its key is a constant, or has no values but those of a lock that both ways hold or wait for: that lock is one only where the values are.
/// </summary>
/// <param name="Text">The key, where it is a constant.</param>
/// <param name="ByHeld">The key with each value named by its position in the key of the lock that is held; <see langword="null"/> where it has others.</param>
/// <param name="ByTaken">The same by the lock that is taken.</param>
/// <param name="Provider">What its provider is read from.</param>
internal sealed record Gate(string? Text, string? ByHeld, string? ByTaken, Slot Provider)
{
    /// <summary>Whether a held lock keeps others out for certain.</summary>
    public static bool MayBe(Acquisition held) => held is { IsShared: false, IsSemaphore: false, MayFail: false, Key.IsKnown: true, ProviderSlot: not null };

    /// <returns><see langword="null"/> for a lock that keeps nobody out for certain.</returns>
    public static Gate? Of(Acquisition gate, Acquisition held, Acquisition taken)
    {
        if (!MayBe(gate) || gate.ProviderSlot is not { } provider)
        {
            return null;
        }

        var (byHeld, byTaken) = (Relative(gate.Key, held.Key), Relative(gate.Key, taken.Key));
        return byHeld is null && byTaken is null ? null : new Gate(gate.Key.Parts.All(static part => part.Literal is not null) ? byHeld : null, byHeld, byTaken, provider);
    }

    /// <summary>What tells it from other gates of one way.</summary>
    public string Name => $"{Text}|{ByHeld}|{ByTaken}|{Provider.Name}";

    /// <summary>Whether two ways that hold one gate each keep each other out.</summary>
    /// <param name="next">The gate of the other way.</param>
    /// <param name="isNext">Whether the other way holds the lock that this one waits for.</param>
    /// <param name="isPrevious">Whether it waits for the lock that this one holds.</param>
    public bool Excludes(Gate next, bool isNext, bool isPrevious) => LockComparison.MayBeOne(Provider, next.Provider)
        && ((Text is not null && Text == next.Text)
            || (isNext && ByTaken is not null && ByTaken == next.ByHeld)
            || (isPrevious && ByHeld is not null && ByHeld == next.ByTaken));

    private static string? Relative(BoundValue gate, BoundValue other)
    {
        var texts = new List<string>();
        foreach (var part in gate.Parts)
        {
            var position = part.Literal is not null || !other.IsKnown ? -1 : other.Parts.IndexOf(other.Parts.FirstOrDefault(candidate => candidate.WithoutEscape().Equals(part.WithoutEscape()))!);
            if (part.Literal is null && position < 0)
            {
                return null;
            }

            texts.Add(part.Literal is { } literal ? new TemplateLiteral(literal).Canonical : FormattableString.Invariant($"{{{position}}}"));
        }

        return string.Concat(texts);
    }
}
