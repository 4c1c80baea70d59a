namespace DistributedLock.InMemory;

/// <summary>What is known of a hold whose handle is released already. It is ended once: by its timer, or by force.</summary>
internal sealed class InMemoryLingering(LockRequest request, long fencingToken, DateTimeOffset acquiredAt)
{
    private int _isEnded;

    public LockRequest Request => request;

    public long FencingToken => fencingToken;

    public DateTimeOffset AcquiredAt => acquiredAt;

    public bool TryEnd() => Interlocked.Exchange(ref _isEnded, 1) == 0;
}
