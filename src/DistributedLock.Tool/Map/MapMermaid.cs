using System.Globalization;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Map;

/// <summary>The order of the map as a Mermaid flow chart: it can be pasted into a page of GitHub or GitLab.</summary>
internal static class MapMermaid
{
    public static void Write(TextWriter output, LockMap map)
    {
        var templates = map.Locks.Select(static declared => declared.Template)
            .Concat(map.Order.SelectMany(static edge => new[] { edge.Held, edge.Taken }))
            .Concat(map.DeclaredOrders.SelectMany(static order => order))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        var inCycle = map.Cycles.SelectMany(static cycle => cycle.Edges).Select(static edge => (edge.Held, edge.Taken)).ToHashSet();
        output.WriteLine("flowchart LR");
        for (var i = 0; i < templates.Count; i++)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  lock{i}[\"{Escape(templates[i])}\"]"));
        }

        var edges = map.Order.Select(static edge => (edge.Held, edge.Taken)).Distinct().ToList();
        foreach (var (held, taken) in edges)
        {
            output.WriteLine($"  {NameOf(held)} {(inCycle.Contains((held, taken)) ? "-- cycle -->" : "-->")} {NameOf(taken)}");
        }

        foreach (var order in map.DeclaredOrders)
        {
            output.WriteLine("  " + string.Join(" -. declared .-> ", order.Select(NameOf)));
        }

        var red = string.Join(',', Enumerable.Range(0, edges.Count).Where(i => inCycle.Contains(edges[i])));
        if (red.Length > 0)
        {
            output.WriteLine($"  linkStyle {red} stroke:red");
        }

        string NameOf(string template) => string.Create(CultureInfo.InvariantCulture, $"lock{templates.IndexOf(template)}");
    }

    // Inside of quotes Mermaid knows entities by number, and nothing else.
    private static string Escape(string text) => string.Concat(Printable.Text(text).Select(static character => character is '"' or '<' or '>' or '&' or '#' or '`'
        ? string.Create(CultureInfo.InvariantCulture, $"#{(int)character};")
        : character.ToString()));
}
