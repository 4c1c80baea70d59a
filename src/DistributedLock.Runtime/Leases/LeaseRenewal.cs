namespace DistributedLock.Leases;

/// <summary>One lease of a batch to be renewed. Immutable.</summary>
/// <param name="claim">The lease.</param>
/// <param name="lease">Its new rest.</param>
public readonly struct LeaseRenewal(LeaseClaim claim, TimeSpan lease)
{
    /// <summary>The lease.</summary>
    public LeaseClaim Claim { get; } = claim;

    /// <summary>Its new rest, greater than zero.</summary>
    public TimeSpan Lease { get; } = lease;
}
