using System.Globalization;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Map;

/// <summary>The map for people.</summary>
internal static class MapText
{
    public static void Write(TextWriter output, LockMap map)
    {
        output.WriteLine($"Locks of {string.Join(", ", map.Assemblies)}");
        foreach (var same in map.Locks.GroupBy(static declared => declared.Template, StringComparer.Ordinal))
        {
            output.WriteLine($"  {Printable.Text(same.Key)}");
            foreach (var declared in same)
            {
                output.WriteLine($"    {Describe(declared)}");
            }
        }

        output.WriteLine();
        output.WriteLine(map.Order.Count == 0 ? "Order: no lock is taken while another one is held, as far as the build could follow the code" : "Order: taken while held");
        foreach (var from in map.Order.GroupBy(static edge => edge.Held, StringComparer.Ordinal))
        {
            output.WriteLine($"  {Printable.Text(from.Key)}");
            foreach (var edge in from)
            {
                output.WriteLine($"    -> {Printable.Text(edge.Taken)}{NotesOn(edge)}");
                output.WriteLine($"       by {string.Join(" > ", edge.Way.Select(Printable.Text))}");
            }
        }

        foreach (var order in map.DeclaredOrders)
        {
            output.WriteLine($"  declared: {string.Join(" -> ", order.Select(Printable.Text))}");
        }

        foreach (var cycle in map.Cycles)
        {
            output.WriteLine();
            output.WriteLine($"CYCLE {string.Join(" -> ", cycle.Templates.Select(Printable.Text))}");
            output.WriteLine(cycle.Gate is { } gate
                ? $"  two of its ways hold {Printable.Text(gate)} around their locks: they never run at once"
                : "  two calls that go around it from different places wait for each other (DLK0202)");
        }
    }

    private static string NotesOn(LockOrderEdge edge)
    {
        string[] notes =
        [
            .. edge.IsHeldShared ? new[] { "held shared" } : [],
            .. edge.IsTakenShared ? new[] { "taken shared" } : [],
            .. edge.IsCertain ? [] : new[] { "where a call has several targets" },
            .. edge.Gates.Select(static gate => $"inside of {Printable.Text(gate)}"),
        ];
        return notes.Length == 0 ? "" : $" ({string.Join(", ", notes)})";
    }

    private static string Describe(LockDeclaration declared)
    {
        var options = declared.Options.Where(static option => option.Key is not (nameof(DistributedLockAttribute.Mode) or nameof(DistributedLockAttribute.MaxConcurrency)))
            .OrderBy(static option => option.Key, StringComparer.Ordinal)
            .Select(static option => string.Create(CultureInfo.InvariantCulture, $"{option.Key} = {option.Value}"));
        string[] facts =
        [
            declared.MaxConcurrency > 1 ? $"{declared.Mode} of {declared.MaxConcurrency}" : declared.Mode,
            .. declared.Source switch
            {
                DeclarationSource.Code => new[] { "by hand" },
                DeclarationSource.Attribute => ["no wrapper: an endpoint, or built without the generator"],
                _ => [],
            },
            .. options,
        ];
        return $"{Printable.Text(declared.Member)}  [{string.Join(", ", facts.Select(Printable.Text))}]";
    }
}
