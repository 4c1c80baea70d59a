namespace DistributedLock.Generators.Tests.Harness;

/// <summary>A lock of the <see cref="RecordingProvider"/>; its number is its fencing token.</summary>
public sealed class RecordingHandle(RecordingProvider provider, LockRequest request, long number)
    : DistributedLockHandle(provider, request, DateTimeOffset.UnixEpoch, number)
{
    public void Lose() => MarkLost(LockLossReason.NotHeld);

    protected override ValueTask<bool> ReleaseCoreAsync() => new(ReleaseCore());

    protected override bool ReleaseCore()
    {
        provider.Events.Add($"release {Key.Value}");
        return provider.ReleaseFailure is null ? provider.IsHeldAtRelease : throw provider.ReleaseFailure;
    }
}
