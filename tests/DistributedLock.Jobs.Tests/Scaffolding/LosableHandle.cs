namespace DistributedLock.Jobs.Tests.Scaffolding;

internal sealed class LosableHandle(IDistributedLockProvider provider, LockRequest request) : DistributedLockHandle(provider, request, DateTimeOffset.UnixEpoch, fencingToken: 1)
{
    public void Lose() => MarkLost(LockLossReason.NotHeld);

    protected override ValueTask<bool> ReleaseCoreAsync() => new(true);

    protected override bool ReleaseCore() => true;
}
