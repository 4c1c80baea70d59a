namespace DistributedLock.AspNetCore.Tests.Providers;

/// <summary>A hold that a test can lose.</summary>
internal sealed class FakeHandle(FakeProvider provider, LockRequest request, long fencingToken)
    : DistributedLockHandle(provider, request, DateTimeOffset.UtcNow, fencingToken)
{
    /// <summary>What the store says at the release.</summary>
    public bool IsHeldAtRelease { get; set; } = true;

    public void Lose() => MarkLost(LockLossReason.NotHeld);

    protected override ValueTask<bool> ReleaseCoreAsync() => new(ReleaseCore());

    protected override bool ReleaseCore()
    {
        provider.OnReleased(this);
        return IsHeldAtRelease;
    }
}
