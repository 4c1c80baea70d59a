using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.CallGraph;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order;

/// <summary>
/// Which template is taken while which is held, and the circles in that: calls that go around one from different places wait for each other. Templates
/// are compared by their text, since the values of two calls are never the same symbols and coincide when it is least wanted.
/// </summary>
internal sealed class OppositeOrders
{
    // The work stays linear in the number of templates; a circle is short, and found from each of its templates.
    private const int WidestSearch = 200;

    // Ways between two templates that other locks are held around: more of them say nothing new.
    private const int MostWays = 4;
    private const int MostCombinations = 64;

    private readonly SortedDictionary<string, SortedDictionary<string, List<Nesting>>> _after = new(StringComparer.Ordinal);
    private readonly List<Nesting> _exchanged = [];

    /// <summary>The best way from each template to each that is taken after it; of those around which other locks are held, the best for each set of these.</summary>
    public IEnumerable<Nesting> Ways => _after.Values.SelectMany(static inner => inner.Values).SelectMany(static ways => ways);

    /// <summary>Two different locks, both waited for.</summary>
    public void Add(Nesting nesting)
    {
        var (held, taken) = (nesting.Held, nesting.Taken);
        if (IsOfOneTemplate(held, taken))
        {
            _exchanged.Add(nesting);
        }
        else
        {
            AddWay(nesting);
        }
    }

    /// <summary>The same, in the code of another assembly.</summary>
    public void AddWay(Nesting nesting)
    {
        var (held, taken) = (nesting.Held, nesting.Taken);
        if (held.Template != taken.Template && held.ProviderSlot is not null && taken.ProviderSlot is not null)
        {
            if (!_after.TryGetValue(held.Template!, out var inner))
            {
                _after.Add(held.Template!, inner = new SortedDictionary<string, List<Nesting>>(StringComparer.Ordinal));
            }

            if (!inner.TryGetValue(taken.Template!, out var ways))
            {
                inner.Add(taken.Template!, ways = []);
            }

            Add(nesting, ways);
        }
    }

    /// <summary>One that nothing is held around meets everything; it stands for the others.</summary>
    private static void Add(Nesting nesting, List<Nesting> ways)
    {
        var position = ways.FindIndex(known => GatesOf(known) == GatesOf(nesting));
        if (position >= 0)
        {
            ways[position] = IsBetter(nesting, ways[position]) ? nesting : ways[position];
        }
        else if (nesting.Gates.Count == 0)
        {
            ways.Clear();
            ways.Add(nesting);
        }
        else if (ways.Count < MostWays && ways.All(static known => known.Gates.Count > 0))
        {
            ways.Add(nesting);
        }
    }

    private static string GatesOf(Nesting nesting) => string.Join("\n", nesting.Gates.Select(static gate => gate.Name));

    public IEnumerable<Diagnostic> Diagnostics()
    {
        foreach (var nesting in _exchanged.Where(static nesting => nesting.Gates.All(static gate => gate.Text is null)).GroupBy(static nesting => nesting.Location).Select(static group => group.OrderBy(static nesting => nesting.Trace.Length).First()))
        {
            yield return Diagnostic.Create(
                OrderRules.SameTemplateTwice, nesting.Location, nesting.OtherLocations(), nesting.Taken.Template, nesting.Held.Template, nesting.Trace);
        }

        foreach (var circle in Circles())
        {
            var ways = circle.Select(static nesting => $"{nesting.Trace} takes \"{nesting.Taken.Template}\" while it holds \"{nesting.Held.Template}\"");
            yield return Diagnostic.Create(
                OrderRules.OppositeOrders,
                circle[0].Location,
                circle[0].OtherLocations().Concat(circle.Skip(1).SelectMany(static nesting => nesting.OtherLocations().Prepend(nesting.Location)))
                    .Where(static location => location.IsInSource).Distinct(),
                string.Join(", ", ways));
        }
    }

    /// <summary>
    /// From each template the shortest way back to it; a circle once, from its first template, or the first that this code holds. Other assemblies' own circles
    /// are reported where they are built.
    /// </summary>
    private IEnumerable<IReadOnlyList<Nesting>> Circles()
    {
        var inCircle = new HashSet<(string, string)>();
        foreach (var start in _after.Keys)
        {
            var circle = BeginningHere(ShortestCircle(start));
            if (circle.Count > 0 && circle.All(nesting => !inCircle.Contains((nesting.Held.Template!, nesting.Taken.Template!))))
            {
                foreach (var nesting in circle)
                {
                    inCircle.Add((nesting.Held.Template!, nesting.Taken.Template!));
                }

                yield return circle;
            }
        }
    }

    private IReadOnlyList<Nesting> ShortestCircle(string start)
    {
        var cameBy = new Dictionary<string, Nesting>(StringComparer.Ordinal);
        var queue = new Queue<string>([start]);
        while (queue.Count > 0 && cameBy.Count < WidestSearch)
        {
            var current = queue.Dequeue();
            var next = _after.TryGetValue(current, out var inner) ? inner.Values : Enumerable.Empty<List<Nesting>>();
            foreach (var nesting in next.Select(static ways => ways[0]).Where(nesting => current == start || CanMeet(cameBy[current].Taken, nesting.Held)))
            {
                if (nesting.Taken.Template == start)
                {
                    if (Combinations(WayTo(current, start, cameBy).Append(nesting)).FirstOrDefault(CanMeet) is { } circle)
                    {
                        return circle;
                    }
                }
                else if (!cameBy.ContainsKey(nesting.Taken.Template!))
                {
                    cameBy.Add(nesting.Taken.Template!, nesting);
                    queue.Enqueue(nesting.Taken.Template!);
                }
            }
        }

        return [];
    }

    /// <summary>A circle by each of the ways that lead from template to template.</summary>
    private IEnumerable<IReadOnlyList<Nesting>> Combinations(IEnumerable<Nesting> circle) => circle
        .Select(step => _after[step.Held.Template!][step.Taken.Template!])
        .Aggregate(
            (IEnumerable<ImmutableArray<Nesting>>)[ImmutableArray<Nesting>.Empty],
            static (begun, ways) => begun.SelectMany(one => ways.Select(way => one.Add(way))).Take(MostCombinations))
        .Select(static one => (IReadOnlyList<Nesting>)one);

    /// <summary>Whether all ways of a circle can be under way at once, each waiting for the next one.</summary>
    private static bool CanMeet(IReadOnlyList<Nesting> circle)
    {
        for (var index = 0; index < circle.Count; index++)
        {
            var next = (index + 1) % circle.Count;
            if (!CanMeet(circle[index].Taken, circle[next].Held))
            {
                return false;
            }

            for (var other = index + 1; other < circle.Count; other++)
            {
                var (isNext, isPrevious) = (other == next, index == (other + 1) % circle.Count);
                if (circle[index].Gates.Any(gate => circle[other].Gates.Any(another => gate.Excludes(another, isNext, isPrevious))))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static IReadOnlyList<Nesting> BeginningHere(IReadOnlyList<Nesting> circle)
    {
        var elsewhere = circle.TakeWhile(static nesting => nesting.IsElsewhere).Count();
        return elsewhere == circle.Count ? [] : [.. circle.Skip(elsewhere), .. circle.Take(elsewhere)];
    }

    private static IEnumerable<Nesting> WayTo(string template, string start, Dictionary<string, Nesting> cameBy)
    {
        var way = new Stack<Nesting>();
        for (var current = template; current != start; current = way.Peek().Held.Template!)
        {
            way.Push(cameBy[current]);
        }

        return way;
    }

    /// <summary>Whether one of the two waits for the other: two shared holds do not, nor do locks of two providers.</summary>
    private static bool CanMeet(Acquisition taken, Acquisition held) =>
        !(taken.IsShared && held.IsShared) && LockComparison.MayBeOne(taken.ProviderSlot!, held.ProviderSlot!);

    /// <summary>The one that can be shown, then the one that is more dangerous, then the one that is easier to follow.</summary>
    private static bool IsBetter(Nesting nesting, Nesting known)
    {
        var shared = Shared(nesting) - Shared(known);
        return nesting.IsElsewhere != known.IsElsewhere ? known.IsElsewhere
            : shared != 0 ? shared < 0
            : nesting.IsCertain != known.IsCertain ? nesting.IsCertain
            : nesting.Trace.Length < known.Trace.Length;

        static int Shared(Nesting one) => (one.Held.IsShared ? 1 : 0) + (one.Taken.IsShared ? 1 : 0);
    }

    /// <summary>
    /// Whether two keys differ only in values that come from different parameters of one method: another call may have them the other way round. A value
    /// found on the way, as a child of a tree is, has an order of its own.
    /// </summary>
    private static bool IsOfOneTemplate(Acquisition held, Acquisition taken)
    {
        // Asked for every two locks, most of which differ in their first word.
        if (!held.Key.IsKnown || !taken.Key.IsKnown || held.Key.Parts.Length != taken.Key.Parts.Length
            || held.Key.Parts[0].Literal != taken.Key.Parts[0].Literal
            || LockComparison.CompareProviders(held.Provider, taken.Provider) == Sameness.Different
            || (held.IsShared && taken.IsShared))
        {
            return false;
        }

        var pairs = held.Key.Parts.Zip(taken.Key.Parts, static (one, other) => (One: one, Other: other)).ToList();
        return pairs.Any(static pair => pair.One.Literal?.Any(char.IsLetter) == true)
            && pairs.All(static pair => pair.One.Equals(pair.Other) || (
                pair.One.Path is { Root.Parameter: { } one } path && pair.Other.Path is { Root.Parameter: { } other } otherPath
                && !SymbolEqualityComparer.Default.Equals(one, other)
                && path.Members.SequenceEqual(otherPath.Members)));
    }
}
