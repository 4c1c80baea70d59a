using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Acquisitions;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>One thing that a routine does about locks: it takes some together, or makes a call; and what it holds while doing so.</summary>
internal sealed class Step
{
    public Step(Location location, ImmutableArray<Acquisition> held, IReadOnlyList<Acquisition> taken)
    {
        Location = location;
        Held = held;
        Taken = taken;
    }

    public Step(Location location, ImmutableArray<Acquisition> held, CallSite call)
    {
        Location = location;
        Held = held;
        Taken = [];
        Call = call;
    }

    public Location Location { get; }

    public ImmutableArray<Acquisition> Held { get; }

    public IReadOnlyList<Acquisition> Taken { get; }

    public CallSite? Call { get; }

    /// <summary>On what it depends whether this runs: see <see cref="BodyScanner"/>.</summary>
    public Conditions Conditions { get; init; } = Conditions.None;
}
