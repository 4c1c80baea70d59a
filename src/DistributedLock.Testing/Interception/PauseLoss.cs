namespace DistributedLock.Testing;

/// <summary>The holding process is stopped for a while: its lease is not renewed, and it hears of nothing before it goes on.</summary>
internal sealed record PauseLoss(TimeSpan After, TimeSpan Duration) : LockLoss(LockLossReason.NotRenewed)
{
    public override TimeSpan RenewedUntil => After;

    public override LossMoments? MomentsOf(SimulatedLease? lease)
    {
        var resumed = After + Duration;

        // What is not given up yet when the process goes on, it renews.
        return lease!.GivenUpWithout(renewalsAfter: After) <= resumed
            ? new LossMoments(lease.EndWithout(renewalsAfter: After), resumed)
            : null;
    }
}
