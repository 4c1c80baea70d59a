using DistributedLock.Analyzers.Order.Acquisitions;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>A lock is held, and another is taken.</summary>
internal sealed class Nesting(Acquisition held, Taken taken, Location location, Func<IReadOnlyList<Gate>> gates)
{
    private readonly Lazy<IReadOnlyList<Gate>> _gates = new(gates, isThreadSafe: false);

    public Acquisition Held { get; } = held;

    public Acquisition Taken => taken.Lock;

    /// <summary>What else is held in any case when the other is taken.</summary>
    public IReadOnlyList<Gate> Gates => _gates.Value;

    /// <summary>The way from what holds the one to what takes the other.</summary>
    public Trace Trace => taken.Trace;

    /// <summary>Whether every call on the way has one target.</summary>
    public bool IsCertain => taken.IsCertain;

    /// <summary>The place in the source that holds the one and is on the way to the other.</summary>
    public Location Location { get; } = location;

    /// <summary>Whether the code is another assembly's.</summary>
    public bool IsElsewhere => !Location.IsInSource;

    /// <summary>Where the one is taken, and each further stop on the way to the other.</summary>
    public IEnumerable<Location> OtherLocations() => Trace.Steps().Select(static step => step.Location)
        .Prepend(Held.Location)
        .Append(Taken.Location)
        .Where(other => other.IsInSource && !other.Equals(Location))
        .Distinct();

    /// <summary>All of a graph, in the order of its routines.</summary>
    public static IEnumerable<Nesting> AllIn(LockGraph graph)
    {
        foreach (var routine in graph.Routines)
        {
            foreach (var step in routine.Steps.Where(static step => !step.Held.IsEmpty || step.Call is not null))
            {
                foreach (var taken in graph.TakenBy(routine, step, onlyByCallbacks: step.Held.IsEmpty))
                {
                    var first = routine.IsWrapper ? taken.Trace.Next : taken.Trace;
                    var all = step.Held.AddRange(taken.HeldBetween);
                    foreach (var held in all)
                    {
                        yield return new Nesting(held, taken, taken.ReportAt ?? first?.Location ?? step.Location, () => GatesAround(held, taken.Lock, all.AddRange(graph.HeldAround(routine))));
                    }
                }
            }
        }
    }

    private static IReadOnlyList<Gate> GatesAround(Acquisition held, Acquisition taken, IEnumerable<Acquisition> all) => all
        .Where(gate => !ReferenceEquals(gate, held) && gate.Template != held.Template && gate.Template != taken.Template)
        .Select(gate => Gate.Of(gate, held, taken))
        .OfType<Gate>()
        .GroupBy(static gate => gate.Name, StringComparer.Ordinal)
        .OrderBy(static same => same.Key, StringComparer.Ordinal)
        .Select(static same => same.First())
        .ToList();
}
