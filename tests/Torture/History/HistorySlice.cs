using System.Globalization;
using System.Text;

namespace DistributedLock.Torture;

/// <summary>The part of a history that a violation is about, for people.</summary>
internal static class HistorySlice
{
    private const int Most = 120;

    public static string Format(Violation violation, IEnumerable<HistoryEntry> history)
    {
        var about = history.Where(entry => entry.Number >= violation.Since - 5 && entry.Number <= violation.Entry.Number + 5 && IsAbout(violation, entry)).ToList();
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"VIOLATION of {violation.Rule} at entry {violation.Entry.Number}, {Seconds(violation.Entry.At)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {violation.Text}");
        if (about.Count > Most)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  (the last {Most} of {about.Count} entries)");
            about.RemoveRange(0, about.Count - Most);
        }

        foreach (var entry in about)
        {
            text.Append(entry.Number == violation.Entry.Number ? "> " : "  ").AppendLine(Format(entry));
        }

        return text.ToString();
    }

    /// <summary>One entry as a line.</summary>
    public static string Format(HistoryEntry entry)
    {
        var words = new List<string?>
        {
            Seconds(entry.At), entry.Number.ToString(CultureInfo.InvariantCulture), entry.Attempt ?? entry.Worker ?? "conductor", Word(entry.Kind), entry.Key,
            entry.Access is { } access ? Word(access) : null,
            Named("token", entry.Token), Named("time-out", entry.Timeout), Named("based on", entry.BasedOn), Named("version", entry.Version), Named("entries", entry.Log?.Count), entry.Outcome,
            entry.Workers is { } workers ? string.Join(',', workers) : null,
            entry.Accepted switch { true => "accepted", false => "REJECTED", null => null },
            entry.Lost is { } lost ? "lost: " + lost : null,
            Named("looked after", entry.After), entry.Deadline is { } deadline ? "deadline " + Seconds(deadline) : null, entry.Text,
        };
        return string.Join("  ", words.Where(static word => word is { Length: > 0 }));
    }

    private static bool IsAbout(Violation violation, HistoryEntry entry) =>
        violation.Key is null || entry.Key == violation.Key || entry.Kind is EntryKind.FaultBegan or EntryKind.FaultEnded or EntryKind.Forgotten or EntryKind.WorkerEnded or EntryKind.WorkerStarted;

    private static string? Named(string name, long? value) => value is { } number ? FormattableString.Invariant($"{name} {number}") : null;

    private static string Word<T>(T value)
        where T : Enum => value.ToString().ToLowerInvariant();

    private static string Seconds(long at) => FormattableString.Invariant($"{at / 1e6:0.000000} s");
}
