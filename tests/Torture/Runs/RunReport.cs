using System.Globalization;

namespace DistributedLock.Torture;

/// <summary>A run in figures.</summary>
internal static class RunReport
{
    private const string Head = """
        | backend | seed | minutes | processes | acquired | contended | cancelled | told of a failure | writes | faults | struck holders | losses told | stale accesses rejected | free after | violations |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
        """;

    /// <summary>One line while it runs.</summary>
    public static string Progress(TimeSpan elapsed, Tally tally) => string.Create(
        CultureInfo.InvariantCulture,
        $"[{elapsed.TotalSeconds,5:0} s] {tally.Acquired} acquired, {tally.Contended} contended, {tally.Failed} failed, {tally.Losses} lost, {tally.Stale} stale, faults {tally.Faults.Values.Sum()}, violations {tally.Violations}");

    /// <summary>A row of the table.</summary>
    public static string Row(RunResult result)
    {
        var tally = result.Tally;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {result.Options.Backend.Name} | {result.Options.Seed} | {result.Elapsed.TotalMinutes:0.#} | {result.Options.Workers} | {tally.Acquired:#,0} | {tally.Contended:#,0} | {tally.Cancelled:#,0} | {tally.Failed:#,0} | {tally.Writes:#,0} | {Faults(tally)} | {tally.StruckHolders:#,0} | {tally.Losses:#,0} | {tally.Stale:#,0} | {tally.FreeAfter / 1000.0:0.0} s | **{tally.Violations}** |");
    }

    /// <summary>Adds the row to a file, which gets the head of the table when it is new.</summary>
    public static void Append(string path, RunResult result)
    {
        var isNew = !File.Exists(path) || new FileInfo(path).Length == 0;
        File.AppendAllText(path, (isNew ? Head + "\n" : "") + Row(result) + "\n");
    }

    /// <summary>What is printed at the end.</summary>
    public static string Summary(RunResult result)
    {
        var tally = result.Tally;
        return string.Create(CultureInfo.InvariantCulture, $"""
            {result.Options.Backend.Name}, seed {result.Options.Seed}: {result.Elapsed.TotalSeconds:0} s, {result.Options.Workers} processes
              attempts {tally.Attempts}: {tally.Acquired} acquired, {tally.Contended} contended, {tally.Cancelled} cancelled, {tally.Failed} told of a failure
              faults {tally.Faults.Values.Sum()}: {Faults(tally)}
              {tally.Writes} writes and {tally.Pairs} entries about them accepted, {tally.Stale} accesses kept out by their token, {tally.Losses} holders told of a loss, {tally.Late} looks past a deadline
              {tally.StruckHolders} of {tally.Faults.GetValueOrDefault(FaultNames.Kill) + tally.Faults.GetValueOrDefault(FaultNames.Stop)} kills and stops struck a process that held a lock
              everything free after {tally.FreeAfter / 1000.0:0.0} s
              violations {tally.Violations}
            """);
    }

    private static string Faults(Tally tally) =>
        tally.Faults.Count == 0 ? "none" : string.Join(", ", tally.Faults.Select(static fault => string.Create(CultureInfo.InvariantCulture, $"{fault.Value} {fault.Key}")));
}
