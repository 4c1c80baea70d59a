namespace DistributedLock.Torture;

/// <summary>What came of a run.</summary>
/// <param name="Options">What it was to be.</param>
/// <param name="Tally">What was counted.</param>
/// <param name="Violations">What was wrong, with the part of the history that it is about.</param>
/// <param name="Elapsed">How long the workers ran.</param>
/// <param name="Doubt">Why the result says nothing; null when it does.</param>
internal sealed record RunResult(
    TortureOptions Options, Tally Tally, IReadOnlyList<(Violation Violation, string Slice)> Violations, TimeSpan Elapsed, string? Doubt)
{
    public int ExitCode => Doubt is not null ? ExitCodes.CouldNotRun : Violations.Count > 0 ? ExitCodes.Violation : ExitCodes.Success;
}
