namespace DistributedLock.Torture;

/// <summary>What a run is counted by. Changed under the recorder's lock; read at any time.</summary>
internal sealed class Tally(bool hasLeases)
{
    private readonly HashSet<string> _lost = [];

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

    public SortedDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>The longest time until a key was free after all workers had ended, in milliseconds.</summary>
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
                break;
            case EntryKind.FreeAtLast:
                FreeAfter = Math.Max(FreeAfter, entry.Timeout ?? 0);
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
