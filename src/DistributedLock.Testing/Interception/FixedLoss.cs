namespace DistributedLock.Testing;

/// <summary>The lock is taken away at a given time, whatever its lease says, and the holder is told at another.</summary>
internal sealed record FixedLoss(LossMoments Moments, LockLossReason Reason) : LockLoss(Reason)
{
    public override TimeSpan RenewedUntil => Moments.Freed;

    public override LossMoments? MomentsOf(SimulatedLease? lease) => Moments;
}
