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

    /// <summary>
    /// Whether the routine that was summarized may end without taking it. Only a caller that holds the lock already asks: the body of a locked method, whose conditions
    /// are those of the code that holds it, does not count as one.
    /// </summary>
    public bool MayNotBeTaken { get; init; }

    /// <summary>Whether a call of the routine that was summarized takes it in any case.</summary>
    public bool IsCertainForCallers => IsCertain && !MayNotBeTaken;

    /// <summary>The same as a part of a routine's summary.</summary>
    public Taken Under(Conditions conditions) => new(Lock, Trace, IsCertain && !conditions.Guards.Any(CallGraph.Guards.MayTell))
    {
        HeldBetween = HeldBetween,
        ReportAt = ReportAt,
        Guards = conditions.Guards,
        MayNotBeTaken = conditions.MayNotRun,
    };

    public bool IsBetterThan(Taken other) =>
        IsCertainForCallers != other.IsCertainForCallers ? IsCertainForCallers
        : IsCertain != other.IsCertain ? IsCertain
        : Trace.Length < other.Trace.Length;
}
