namespace DistributedLock.InMemory;

/// <summary>One hold at the moment when somebody looked: by its living handle, or, where it only lingers, without one.</summary>
internal readonly record struct InMemoryHeld(InMemoryHold Hold, InMemoryLingering? Lingering, InMemoryLockHandle? Handle)
{
    public LockRequest Request => Lingering?.Request ?? Handle!.Request;

    public long FencingToken => Lingering?.FencingToken ?? Handle!.FencingToken!.Value;

    public DateTimeOffset AcquiredAt => Lingering?.AcquiredAt ?? Handle!.AcquiredAt;
}
