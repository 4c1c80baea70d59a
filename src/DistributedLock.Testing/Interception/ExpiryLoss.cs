namespace DistributedLock.Testing;

/// <summary>Nobody renews the lease, as when the store does not answer: it ends, and the engine gives it up some time before.</summary>
internal sealed record ExpiryLoss() : LockLoss(LockLossReason.NotRenewed)
{
    public override TimeSpan RenewedUntil => TimeSpan.Zero;

    public override LossMoments? MomentsOf(SimulatedLease? lease) =>
        new(lease!.EndWithout(renewalsAfter: TimeSpan.Zero), lease.GivenUpWithout(renewalsAfter: TimeSpan.Zero));
}
