using System.Text.Json.Nodes;
using DistributedLock.Tool.Output;
using Spectre.Console;

namespace DistributedLock.Tool.Inspection;

/// <summary>Held locks in each format: a table, columns, JSON. Names and order of the latter two are stable.</summary>
internal static class HeldLocks
{
    private const string Columns = "KEY\tMODE\tAPPLICATION\tPROCESS_ID\tHOST\tACQUIRED_AT\tREMAINING_SECONDS\tFENCING_TOKEN\tHOLD_ID\tMETADATA";

    /// <summary>Columns divided by tabs, below a line with their names.</summary>
    public static void WriteColumns(TextWriter output, IEnumerable<LockInfo> locks)
    {
        output.WriteLine(Columns);
        foreach (var held in locks)
        {
            output.WriteLine(string.Join(
                '\t',
                Printable.Text(held.Key),
                ModeOf(held),
                Printable.Text(held.Application),
                Printable.Number(held.ProcessId),
                Printable.Text(held.Host),
                Printable.Time(held.AcquiredAt),
                Printable.Seconds(held.Remaining),
                Printable.Number(held.FencingToken),
                Printable.Text(held.HoldId),
                Printable.Text(string.Join('&', MetadataOf(held)))));
        }
    }

    public static JsonArray ToJson(IEnumerable<LockInfo> locks) => JsonText.Array(locks.Select(static held => (JsonNode?)ToJson(held)));

    /// <summary>
    /// A table for a terminal; keys are texts to it, not markup. It has what fits into 80 characters: ids and tokens are in all other forms, and in what show tells of a key.
    /// </summary>
    public static Table ToTable(IEnumerable<LockInfo> locks)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in new[] { "Key", "Mode", "Holder", "Since", "Remaining" })
        {
            table.AddColumn(column);
        }

        foreach (var held in locks)
        {
            table.AddRow(
                new Text(Printable.Text(held.Key)),
                new Text(ModeOf(held)),
                new Text(HolderOf(held)),
                new Text(Printable.Time(held.AcquiredAt)),
                new Text(RemainingOf(held)));
        }

        return table;
    }

    /// <summary>One hold in a line of prose.</summary>
    public static string Describe(LockInfo held)
    {
        var since = held.AcquiredAt is null ? "" : $", since {Printable.Time(held.AcquiredAt)}";
        var hold = held.HoldId is null ? "" : $", hold {Printable.Text(held.HoldId)}";
        return $"{Printable.Text(held.Key)} ({ModeOf(held)}) held by {HolderOf(held)}{since}, {RemainingOf(held)}{hold}";
    }

    public static string ModeOf(LockInfo held) => held.IsSemaphore ? "permit" : held.Mode == LockMode.Shared ? "shared" : "exclusive";

    public static string HolderOf(LockInfo held)
    {
        var process = held.ProcessId is null ? "" : $" (process {Printable.Number(held.ProcessId)})";
        return held is { Application: null, Host: null, ProcessId: null }
            ? "somebody unknown"
            : $"{Printable.Text(held.Application)}{process} on {Printable.Text(held.Host)}";
    }

    public static string RemainingOf(LockInfo held) => held.Remaining is null ? "as long as its session" : $"{Printable.Seconds(held.Remaining)} s left";

    public static IEnumerable<string> MetadataOf(LockInfo held) =>
        held.Metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}");

    private static JsonObject ToJson(LockInfo held) => new()
    {
        ["key"] = held.Key,
        ["mode"] = ModeOf(held),
        ["application"] = held.Application,
        ["processId"] = held.ProcessId,
        ["host"] = held.Host,
        ["acquiredAt"] = held.AcquiredAt is null ? null : Printable.Time(held.AcquiredAt),
        ["remainingSeconds"] = held.Remaining is { } rest ? Math.Round(rest.TotalSeconds, 3) : null,
        ["fencingToken"] = held.FencingToken,
        ["holdId"] = held.HoldId,
        ["metadata"] = new JsonObject(held.Metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
    };
}
