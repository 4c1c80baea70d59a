namespace DistributedLock.Torture;

/// <summary>One request for a lock that has not ended.</summary>
/// <param name="asked">Its first entry.</param>
/// <param name="floor">The greatest token of the key that somebody was known to have before it began.</param>
/// <param name="stopped">For how many microseconds its process had been stopped until then.</param>
internal sealed class Attempt(HistoryEntry asked, long floor, long stopped)
{
    public HistoryEntry Asked { get; } = asked;

    public string Key { get; } = asked.Key!;

    public long Floor { get; } = floor;

    public long Stopped { get; } = stopped;

    /// <summary>The claim, once it holds.</summary>
    public Claim? Claim { get; set; }

    /// <summary>The entry that says that it is about to be released, and for how many microseconds its process had been stopped until then.</summary>
    public (HistoryEntry Entry, long Stopped)? Releasing { get; set; }
}
