namespace DistributedLock.Torture;

/// <summary>
/// One line of the history. The conductor numbers and stamps entries under one lock, so that they have one total order that no worker's clock has a part in.
/// </summary>
internal sealed record HistoryEntry
{
    /// <summary>From 1, without gaps.</summary>
    public long Number { get; init; }

    /// <summary>Microseconds since the run began, by the conductor's monotonic clock; strictly increasing.</summary>
    public long At { get; init; }

    /// <summary>What it tells.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Place and number of the worker process: <c>2.5</c> is the fifth process in the second place.</summary>
    public string? Worker { get; init; }

    /// <summary>One request for a lock, with all that comes of it; unique in a run.</summary>
    public string? Attempt { get; init; }

    /// <summary>The key of the lock, and the name of the resource that it protects.</summary>
    public string? Key { get; init; }

    /// <summary>How the key is asked for.</summary>
    public Access? Access { get; init; }

    /// <summary>How long the attempt may wait, in milliseconds.</summary>
    public long? Timeout { get; init; }

    /// <summary>The fencing token.</summary>
    public long? Token { get; init; }

    /// <summary>The number of the last answer that the holder had from the conductor before it looked at its handle.</summary>
    public long? After { get; init; }

    /// <summary>When the lease ends unless it is renewed, as the holder computes it, on the axis of <see cref="At"/>.</summary>
    public long? Deadline { get; init; }

    /// <summary>Why the handle counts as lost; null when it does not.</summary>
    public string? Lost { get; init; }

    /// <summary>Written: the version that the holder had read before. Appended: the version that its write made.</summary>
    public long? BasedOn { get; init; }

    /// <summary>Read and written: the version of the counter after it, also read at last. Appended: the length of the log after it.</summary>
    public long? Version { get; init; }

    /// <summary>Read, written and appended: whether the resource let it pass. Free at last: whether the key was free.</summary>
    public bool? Accepted { get; init; }

    /// <summary>Told: how the attempt ended. Faults: which one.</summary>
    public string? Outcome { get; init; }

    /// <summary>Forgotten: whose locks; null for everybody's.</summary>
    public IReadOnlyList<string>? Workers { get; init; }

    /// <summary>Read at last: the whole log.</summary>
    public IReadOnlyList<LoggedWrite>? Log { get; init; }

    /// <summary>For the reader.</summary>
    public string? Text { get; init; }
}
