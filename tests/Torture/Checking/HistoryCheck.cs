namespace DistributedLock.Torture;

/// <summary>Judges a history that was written to a file.</summary>
internal static class HistoryCheck
{
    // What a violation is shown with.
    private const int KeptEntries = 200_000;

    public static int Run(string path, TextWriter output)
    {
        var (header, entries) = HistoryFile.Read(path);
        var checker = new HistoryChecker(header);
        var kept = new Queue<HistoryEntry>();
        HistoryEntry? last = null;
        var (count, violations) = (0L, 0L);
        foreach (var entry in entries)
        {
            kept.Enqueue(last = entry);
            if (kept.Count > KeptEntries)
            {
                kept.Dequeue();
            }

            count++;
            violations += Print(checker.Add(entry), kept, output);
        }

        violations += last is null ? 0 : Print(checker.Finish(last), kept, output);
        output.WriteLine($"{header.Backend}, seed {header.Seed}: {count} entries, {violations} violations");
        return violations == 0 ? ExitCodes.Success : ExitCodes.Violation;
    }

    private static int Print(IReadOnlyList<Violation> violations, IReadOnlyCollection<HistoryEntry> history, TextWriter output)
    {
        foreach (var violation in violations)
        {
            output.WriteLine(HistorySlice.Format(violation, history));
        }

        return violations.Count;
    }
}
