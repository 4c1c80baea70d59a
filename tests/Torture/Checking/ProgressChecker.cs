namespace DistributedLock.Torture;

/// <summary>Judges that somebody is served now and then: a store that tells everybody "contended" breaks no other rule.</summary>
internal sealed class ProgressChecker(HistoryHeader header)
{
    // Nobody holds for longer than some leases, no fault lasts longer, and there are attempts all the time.
    private const int FewestTries = 20;

    private readonly Dictionary<(string Key, Access Access), Drought> _droughts = [];

    /// <summary>Twice the time that a machine is given for anything.</summary>
    private long Longest => 2 * header.Patience;

    public void OnAsked(HistoryEntry asked) => _droughts.TryAdd((asked.Key!, asked.Access!.Value), new Drought(asked, Tries: 0));

    public void OnHeld(Attempt attempt) => _droughts.Remove(WayOf(attempt));

    public IEnumerable<Violation> OnTold(Attempt attempt, HistoryEntry entry)
    {
        if (!_droughts.TryGetValue(WayOf(attempt), out var drought))
        {
            return [];
        }

        _droughts[WayOf(attempt)] = drought = drought with { Tries = drought.Tries + 1 };
        if (drought.Tries < FewestTries || entry.At - drought.Since.At < Longest)
        {
            return [];
        }

        _droughts.Remove(WayOf(attempt)); // said once for each
        return
        [
            new Violation(
                Rule.Starved, entry, attempt.Key, drought.Since.Number,
                $"Nobody got {attempt.Key} ({attempt.Asked.Access}) for {(entry.At - drought.Since.At) / 1_000_000} s, in which {drought.Tries} attempts ended."),
        ];
    }

    private static (string Key, Access Access) WayOf(Attempt attempt) => (attempt.Key, attempt.Asked.Access!.Value);

    /// <param name="Since">The first request after somebody got it last.</param>
    /// <param name="Tries">How many have ended without it.</param>
    private sealed record Drought(HistoryEntry Since, int Tries);
}
