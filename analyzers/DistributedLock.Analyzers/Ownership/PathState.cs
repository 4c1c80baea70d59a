namespace DistributedLock.Analyzers.Ownership;

/// <summary>What is known at one point of a path, as bits of the variables in a <see cref="VariableTable"/>.</summary>
internal readonly struct PathState(ulong holders, ulong isTrue, ulong isFalse) : IEquatable<PathState>
{
    /// <summary>The variables that have the handle in them.</summary>
    public ulong Holders { get; } = holders;

    /// <summary>The <c>bool</c> variables known to be true on this path, because of a question that was asked about the handle.</summary>
    public ulong IsTrue { get; } = isTrue;

    public ulong IsFalse { get; } = isFalse;

    public PathState WithHolders(ulong holders) => new(holders, IsTrue, IsFalse);

    public PathState WithTruth(ulong variable, bool? truth) => new(
        Holders,
        truth == true ? IsTrue | variable : IsTrue & ~variable,
        truth == false ? IsFalse | variable : IsFalse & ~variable);

    public bool Equals(PathState other) => Holders == other.Holders && IsTrue == other.IsTrue && IsFalse == other.IsFalse;

    public override bool Equals(object? obj) => obj is PathState other && Equals(other);

    public override int GetHashCode() => (Holders, IsTrue, IsFalse).GetHashCode();
}
