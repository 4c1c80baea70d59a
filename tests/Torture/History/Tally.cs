namespace DistributedLock.Torture;

/// <summary>What a run is counted by. Changed under the recorder's lock; read at any time.</summary>
internal sealed class Tally(bool hasLeases)
{
    private readonly HashSet<string> _lost = [];
    private readonly Dictionary<string, HashSet<string>> _holds = []; // by worker

    public long Attempts { get; private set; }

    public long Acquired { get; private set; }

    public long Contended { get; private set; }

    public long Cancelled { get; private set; }

    public long Failed { get; private set; }

    public long Writes { get; private set; }

    /// <summary>Writes that have their entry in the log.</summary>
    public long Pairs { get; private set; }

    /// <summary>Holds whose holder was told that they are lost.</summary>
    public long Losses { get; private set; }

    /// <summary>Accesses that the protected resource kept out.</summary>
    public long Stale { get; private set; }

    /// <summary>Looks of a holder whose deadline had passed and who had not been told yet: its process had been stopped, or had no processor.</summary>
    public long Late { get; private set; }

    public long Violations { get; set; }

    /// <summary>Kills and stops of a worker that held a lock at that moment.</summary>
    public long StruckHolders { get; private set; }

    public SortedDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>The longest time until a key was free when no worker had begun anything more, in milliseconds.</summary>
    public long FreeAfter { get; private set; }

    public void Count(HistoryEntry entry)
    {
        if (entry is { Lost: not null, Attempt: not null } && _lost.Add(entry.Attempt))
        {
            Losses++;
        }

        if (hasLeases && entry is { After: not null, Deadline: null, Lost: null })
        {
            Late++;
        }

        FollowHolds(entry);
        switch (entry.Kind)
        {
            case EntryKind.Asked:
                Attempts++;
                break;
            case EntryKind.Held:
                Acquired++;
                break;
            case EntryKind.Told:
                CountEnd(entry.Outcome);
                break;
            case EntryKind.Read or EntryKind.Written or EntryKind.Appended when entry.Accepted == false:
                Stale++;
                break;
            case EntryKind.Written:
                Writes++;
                break;
            case EntryKind.Appended:
                Pairs++;
                break;
            case EntryKind.Released:
                _lost.Remove(entry.Attempt!);
                break;
            case EntryKind.FaultBegan:
                Faults[entry.Outcome!] = Faults.GetValueOrDefault(entry.Outcome!) + 1;
                StruckHolders += entry is { Outcome: FaultNames.Kill or FaultNames.Stop, Worker: { } struck } && _holds.ContainsKey(struck) ? 1 : 0;
                break;
            case EntryKind.FreeAtLast:
                FreeAfter = Math.Max(FreeAfter, entry.Timeout ?? 0);
                break;
        }
    }

    private void FollowHolds(HistoryEntry entry)
    {
        switch (entry)
        {
            case { Kind: EntryKind.Held, Worker: { } worker, Attempt: { } attempt }:
                (_holds.TryGetValue(worker, out var known) ? known : _holds[worker] = []).Add(attempt);
                break;
            case { Kind: EntryKind.Releasing, Worker: { } worker, Attempt: { } attempt } when _holds.TryGetValue(worker, out var holds):
                if (holds.Remove(attempt) && holds.Count == 0)
                {
                    _holds.Remove(worker);
                }

                break;
            case { Kind: EntryKind.WorkerEnded, Worker: { } worker }:
                _holds.Remove(worker);
                break;
        }
    }

    private void CountEnd(string? outcome)
    {
        switch (outcome)
        {
            case Outcomes.Contended:
                Contended++;
                break;
            case Outcomes.Cancelled:
                Cancelled++;
                break;
            default:
                Failed++;
                break;
        }
    }
}
