namespace DistributedLock.Leases;

/// <summary>One lease as it stands in the store. Immutable and thread-safe.</summary>
/// <param name="Resource">What is locked; where the store could not keep the key, the name that stands for it.</param>
/// <param name="Mode">Exclusive or shared.</param>
/// <param name="Owner">See <see cref="LeaseClaim.Owner"/>.</param>
/// <param name="Remaining">The rest of the lease by the store's clock.</param>
public sealed record LeaseRecord(LockResource Resource, LockMode Mode, string Owner, TimeSpan Remaining)
{
    /// <summary>The fencing token; <see langword="null"/> where the store has none.</summary>
    public long? FencingToken { get; init; }

    /// <summary>When it was acquired, by the store's clock; <see langword="null"/> if unknown.</summary>
    public DateTimeOffset? AcquiredAt { get; init; }

    /// <summary>The permits of the semaphore as far as the store knows them; 1 for other locks.</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>See <see cref="LeaseClaim.Metadata"/>.</summary>
    public string Metadata { get; init; } = "";
}
