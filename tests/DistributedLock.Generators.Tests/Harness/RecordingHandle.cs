namespace DistributedLock.Generators.Tests.Harness;

/// <summary>A lock of the <see cref="RecordingProvider"/>; its number is its fencing token.</summary>
public sealed class RecordingHandle(RecordingProvider provider, LockRequest request, long number)
    : DistributedLockHandle(provider, request, DateTimeOffset.UnixEpoch, number)
{
    public void Lose() => MarkLost(LockLossReason.NotHeld);

    /// <summary>Whether the release was asked for in its asynchronous form.</summary>
    public bool IsReleasedAsynchronously { get; private set; }

    protected override ValueTask<bool> ReleaseCoreAsync()
    {
        IsReleasedAsynchronously = true;
        return new(ReleaseCore());
    }

    protected override bool ReleaseCore()
    {
        provider.Events.Add($"release {Key.Value}");
        return provider.ReleaseFailure is null ? provider.IsHeldAtRelease : throw provider.ReleaseFailure;
    }
}
