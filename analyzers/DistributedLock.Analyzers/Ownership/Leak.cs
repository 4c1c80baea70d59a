using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>How a handle gets lost.</summary>
internal sealed class Leak(LeakKind kind, ISymbol? member = null)
{
    public LeakKind Kind { get; } = kind;

    /// <summary>The field or property that keeps it, where one does.</summary>
    public ISymbol? Member { get; } = member;
}
