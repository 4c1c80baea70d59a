namespace DistributedLock;

/// <summary>One lock, or one permit, that is held, as the store knows it. Immutable and thread-safe.</summary>
/// <param name="Key">The key as it was requested; where the store could not keep it, the name that stands for it.</param>
public sealed record LockInfo(string Key)
{
    /// <summary>
    /// The identity of the hold in the store: of this hold, not of its key or its holder, and never used again. <see langword="null"/> where the store has none.
    /// </summary>
    public string? HoldId { get; init; }

    /// <summary>Exclusive or shared; exclusive for a permit.</summary>
    public LockMode Mode { get; init; } = LockMode.Exclusive;

    /// <summary>Whether this is a permit of a semaphore.</summary>
    public bool IsSemaphore { get; init; }

    /// <summary>The holding process's machine; <see langword="null"/> if unknown.</summary>
    public string? Host { get; init; }

    /// <summary>The holding process's id on its machine; <see langword="null"/> if unknown.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The holding application; <see langword="null"/> if unknown.</summary>
    public string? Application { get; init; }

    /// <summary>When it was acquired, by the store's clock; <see langword="null"/> if unknown.</summary>
    public DateTimeOffset? AcquiredAt { get; init; }

    /// <summary>The rest of the lease by the store's clock; <see langword="null"/> where the lock lives as long as its session.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>The fencing token; <see langword="null"/> where the store has none.</summary>
    public long? FencingToken { get; init; }

    /// <summary>The pairs of <see cref="DistributedLockOptions.Metadata"/> and <see cref="LockRequest.Metadata"/>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
