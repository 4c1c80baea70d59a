using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>How a routine comes to take a lock: itself, or by a call of the next routine on the way. Tails are shared.</summary>
internal sealed class Trace(string routine, Location location, Trace? next)
{
    public string Routine { get; } = routine;

    /// <summary>The acquisition, or the call of the next one.</summary>
    public Location Location { get; } = location;

    public Trace? Next { get; } = next;

    public int Length { get; } = next is null ? 1 : next.Length + 1;

    public IEnumerable<Trace> Steps()
    {
        for (var step = this; step is not null; step = step.Next)
        {
            yield return step;
        }
    }

    /// <summary>This way, and another one from its end.</summary>
    public Trace Then(Trace rest) => new(Routine, Location, Next?.Then(rest) ?? rest);

    public override string ToString() => string.Join(" -> ", Steps().Select(static step => step.Routine));
}
