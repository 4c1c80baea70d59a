namespace DistributedLock.Torture;

/// <summary>
/// Judges the shared log of one key, and that it belongs to the counter: who writes appends an entry about it, in a second access of the same hold. Only by what was accepted: it shares no code
/// with <see cref="FencedResource"/>, so that a mistake of that is seen here.
/// </summary>
internal sealed class LogChecker(bool hasTokens)
{
    private readonly List<LoggedWrite> _log = [];
    private readonly Dictionary<string, long> _halves = []; // accepted writes whose entry is still to come, by attempt
    private (string? Attempt, long? Written) _last; // the last accepted access, and the version when it was a write
    private long _writes;
    private long _excused; // writes that stay without an entry by right

    /// <summary>Takes an access that the resource has answered.</summary>
    public Violation? Add(HistoryEntry entry, Claim? claim)
    {
        if (entry.Accepted == false)
        {
            // Somebody came between the two accesses and its token was seen: that is what fencing is for.
            _excused += entry.Kind == EntryKind.Appended && _halves.Remove(entry.Attempt!) ? 1 : 0;
            return null;
        }

        var before = _last;
        _last = (entry.Attempt, entry.Kind == EntryKind.Written ? entry.Version : null);
        switch (entry.Kind)
        {
            case EntryKind.Written:
                _writes++;
                _halves[entry.Attempt!] = entry.Version ?? 0; // one that it leaves behind is missed at the end
                return null;
            case EntryKind.Appended:
                var logged = new LoggedWrite(entry.Token, entry.BasedOn ?? 0);
                var previous = _log.Count > 0 ? _log[^1] : default;
                _log.Add(logged);
                _halves.Remove(entry.Attempt!);
                return hasTokens ? Judge(entry, logged, previous, before, claim) : null;
            default:
                return null;
        }
    }

    /// <summary>A hold has ended: what it has not appended by now is not coming.</summary>
    /// <param name="attempt">Its name.</param>
    /// <param name="isByDeath">Whether its process died: then half a pair may stay behind.</param>
    public void End(string attempt, bool isByDeath) => _excused += _halves.Remove(attempt) && isByDeath ? 1 : 0;

    /// <summary>The log and the counter as they were found when everybody had ended.</summary>
    public Violation? Finish(HistoryEntry entry)
    {
        var found = entry.Log ?? [];
        var trouble = !found.SequenceEqual(_log) ? FormattableString.Invariant($"{_log.Count} entries were accepted, and the log of {found.Count} has not the same ones in the same order")
            : entry.Version != _writes ? FormattableString.Invariant($"{_writes} writes were accepted, and the counter is at {entry.Version}")
            : _writes != _log.Count + _excused ? FormattableString.Invariant(
                $"the counter is at {_writes}, and the log has {_log.Count} entries: expected {_writes - _excused}, as {_excused} writers died or were kept out before they could append")
            : null;
        return trouble is null ? null : new Violation(Rule.LogBalance, entry, entry.Key, entry.Number, $"{entry.Key}: {trouble}.");
    }

    private static Violation? Judge(HistoryEntry entry, LoggedWrite logged, LoggedWrite previous, (string? Attempt, long? Written) before, Claim? claim)
    {
        var since = claim?.Held.Number ?? entry.Number;
        if (logged.Token < previous.Token)
        {
            return new Violation(Rule.LogOrder, entry, entry.Key, since, $"{entry.Attempt} appended with token {logged.Token} after an entry with {previous.Token}.");
        }

        return before == (entry.Attempt, logged.Version) ? null : new Violation(
            Rule.TornPair, entry, entry.Key, since,
            $"{entry.Attempt} appended its entry about version {logged.Version}, and the access before it was not its write of that version but one of {before.Attempt ?? "nobody"}.");
    }
}
