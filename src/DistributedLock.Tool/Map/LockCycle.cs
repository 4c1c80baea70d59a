namespace DistributedLock.Tool.Map;

/// <summary>
/// Locks that are taken in a circle. It may deadlock unless a common gate keeps its ways apart, or its providers are not one: what an assembly tells is not
/// enough to judge that, the build's DLK0202 does.
/// </summary>
/// <param name="Edges">Each takes what the next one holds; the last takes what the first one holds.</param>
internal sealed record LockCycle(IReadOnlyList<LockOrderEdge> Edges)
{
    public IEnumerable<string> Templates => Edges.Select(static edge => edge.Held).Append(Edges[0].Held);

    /// <summary>A constant key that two of its ways hold around their locks, so that they never run at once; <see langword="null"/> for none.</summary>
    public string? Gate => Edges.SelectMany(static edge => edge.Gates.Distinct()).GroupBy(static gate => gate).FirstOrDefault(static same => same.Count() > 1)?.Key;

    /// <summary>From each template the shortest circle through it; each circle once.</summary>
    public static IReadOnlyList<LockCycle> In(IReadOnlyList<LockOrderEdge> order)
    {
        var after = order.ToLookup(static edge => edge.Held, StringComparer.Ordinal);
        var seen = new HashSet<(string Held, string Taken)>();
        var cycles = new List<LockCycle>();
        foreach (var start in order.Select(static edge => edge.Held).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (Shortest(start, after) is { } cycle && cycle.Any(edge => seen.Add((edge.Held, edge.Taken))))
            {
                cycles.Add(new LockCycle(cycle));
                seen.UnionWith(cycle.Select(static edge => (edge.Held, edge.Taken)));
            }
        }

        return cycles;
    }

    private static IReadOnlyList<LockOrderEdge>? Shortest(string start, ILookup<string, LockOrderEdge> after)
    {
        // By way: two shared holds don't wait for each other, so how a template was reached decides how it may be left.
        var queue = new Queue<LockOrderEdge>(after[start]);
        var cameBy = queue.Distinct().ToDictionary(static edge => edge, static _ => (LockOrderEdge?)null);
        while (queue.TryDequeue(out var edge))
        {
            if (edge.Taken == start)
            {
                var way = new List<LockOrderEdge>();
                for (var step = edge; step is not null; step = cameBy[step])
                {
                    way.Insert(0, step);
                }

                if (CanMeet(edge, way[0]))
                {
                    return way;
                }

                continue;
            }

            foreach (var next in after[edge.Taken].Where(next => CanMeet(edge, next) && cameBy.TryAdd(next, edge)))
            {
                queue.Enqueue(next);
            }
        }

        return null;
    }

    private static bool CanMeet(LockOrderEdge edge, LockOrderEdge next) => !(edge.IsTakenShared && next.IsHeldShared);
}
