namespace DistributedLock.Tests.Elections;

/// <summary>What several candidates did, in the order of the machine's clock; and what a store that checks fencing tokens would say to it.</summary>
internal sealed class ElectionHistory(IEnumerable<ElectionLine> lines)
{
    // Stable: two lines of one process with the same stamp stay in the order in which they were written.
    private readonly List<ElectionLine> _lines = [.. lines.OrderBy(static line => line.Stamp)];

    /// <summary>The terms in the order in which they began.</summary>
    public IReadOnlyList<ElectionLine> Terms => [.. _lines.Where(static line => line.What == ElectionLine.Started)];

    /// <summary>The writes that come with a lower term than the store has seen: what a second leader does.</summary>
    public IReadOnlyList<ElectionLine> StaleWrites
    {
        get
        {
            var stale = new List<ElectionLine>();
            var highest = 0L;
            foreach (var line in _lines.Where(static line => line.What is ElectionLine.Started or ElectionLine.Works))
            {
                if (line.Term < highest)
                {
                    stale.Add(line);
                }

                highest = Math.Max(highest, line.Term);
            }

            return stale;
        }
    }

    /// <summary>What is wrong, a line each: terms that don't grow, that two processes have, or that overlap.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            var terms = Terms;
            return
            [
                .. terms.Zip(terms.Skip(1)).Where(static pair => pair.First.Term >= pair.Second.Term)
                    .Select(static pair => $"A term does not grow: {pair.Second} after {pair.First}"),
                .. _lines.Where(static line => line.Term != 0).GroupBy(static line => line.Term)
                    .Where(static term => term.Select(static line => line.Process).Distinct().Count() > 1).Select(static term => $"Two processes have term {term.Key}"),
                .. StaleWrites.Select(static line => $"A second leader: {line}"),
            ];
        }
    }
}
