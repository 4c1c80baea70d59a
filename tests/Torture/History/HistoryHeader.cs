namespace DistributedLock.Torture;

/// <summary>The first line of a history: what the entries are to be judged by.</summary>
internal sealed record HistoryHeader
{
    /// <summary>The backend's name.</summary>
    public required string Backend { get; init; }

    /// <summary>What the plan of faults and the workers' choices were drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>The lease that every lock asks for, in microseconds; null where locks live as long as their session.</summary>
    public long? Lease { get; init; }

    /// <summary>Whether handles have fencing tokens.</summary>
    public bool HasTokens { get; init; }

    /// <summary>Whether a lock can be lost while its process lives.</summary>
    public bool HasLosses { get; init; } = true;

    /// <summary>How many permits each semaphore has, by key.</summary>
    public IReadOnlyDictionary<string, int> Permits { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Microseconds by which a lease may end before the holder's deadline: stores count in milliseconds, and clocks that tick alike may differ in a few seconds by a few microseconds.
    /// </summary>
    public long Grain { get; init; } = 10_000;

    /// <summary>Microseconds beyond its time-out within which every attempt has to have ended. Wide: a slow machine is no broken promise.</summary>
    public long Patience { get; init; } = 30_000_000;

    /// <summary>Microseconds within which a release has to end, without <see cref="Patience"/>.</summary>
    public long ReleaseLimit { get; init; } = 5_000_000;
}
