using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>Where a path goes on at the end of a <c>finally</c> block: to the target of the jump that led there, or outward with the exception.</summary>
internal sealed class FinallyExit(ControlFlowRegion region, ControlFlowBranch? jump, int next, FinallyExit? outer) : IEquatable<FinallyExit>
{
    public ControlFlowRegion Region { get; } = region;

    /// <summary>The jump; nothing for an exception.</summary>
    public ControlFlowBranch? Jump { get; } = jump;

    /// <summary>Which of the jump's <c>finally</c> blocks comes next.</summary>
    public int Next { get; } = next;

    /// <summary>The same for the <c>finally</c> block that this one stands in.</summary>
    public FinallyExit? Outer { get; } = outer;

    public bool Equals(FinallyExit? other) =>
        other is not null && Region == other.Region && Jump == other.Jump && Next == other.Next && Equals(Outer, other.Outer);

    public override bool Equals(object? obj) => Equals(obj as FinallyExit);

    public override int GetHashCode() => (Region, Jump, Next, Outer).GetHashCode();
}
