namespace DistributedLock.Testing;

/// <summary>A way to lose a lock.</summary>
/// <param name="Reason">What the holder is told.</param>
internal abstract record LockLoss(LockLossReason Reason)
{
    /// <summary>Until when, counted from the acquisition, the lease is renewed.</summary>
    public abstract TimeSpan RenewedUntil { get; }

    /// <summary>When it happens; <see langword="null"/> when it does not. Asked again when the holder extends the lease.</summary>
    /// <param name="lease">The lease; <see langword="null"/> where the provider behind has leases of its own, or none.</param>
    public abstract LossMoments? MomentsOf(SimulatedLease? lease);
}
