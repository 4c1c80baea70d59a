using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Acquisitions;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>A lock that a routine may take, and the way there.</summary>
internal sealed class Taken(Acquisition taken, Trace trace, bool isCertain)
{
    public Acquisition Lock { get; } = taken;

    public Trace Trace { get; } = trace;

    /// <summary>Whether every call on the way has one target.</summary>
    public bool IsCertain { get; } = isCertain;

    /// <summary>What is held at that time beyond what the routine's own step holds: by a callee that calls a delegate.</summary>
    public ImmutableArray<Acquisition> HeldBetween { get; init; } = ImmutableArray<Acquisition>.Empty;

    /// <summary>What it depends on in the routine that was summarized. A caller may have said by it that the lock is held.</summary>
    public ImmutableArray<ISymbol> Guards { get; init; } = ImmutableArray<ISymbol>.Empty;

    /// <summary>Where to report, if not at the step.</summary>
    public Location? ReportAt { get; init; }

    public Taken Under(ImmutableArray<ISymbol> guards) => guards.IsEmpty ? this : new(Lock, Trace, IsCertain && !guards.Any(CallGraph.Guards.MayTell))
    {
        HeldBetween = HeldBetween,
        ReportAt = ReportAt,
        Guards = guards,
    };

    public bool IsBetterThan(Taken other) =>
        IsCertain != other.IsCertain ? IsCertain : Trace.Length < other.Trace.Length;
}
