namespace DistributedLock.Runtime.Tests.Elections;

/// <summary>A third party's handle that is not renewed, and says of its loss nothing but when it ends.</summary>
internal sealed class ExpiringHandle(LockRequest request, DateTimeOffset end) : IDistributedLockHandle
{
    public LockKey Key => request.Key;

    public LockMode Mode => request.Mode;

    public DateTimeOffset AcquiredAt => end.AddSeconds(-30);

    public DateTimeOffset? ExpiresAt => end;

    public long? FencingToken => null;

    public CancellationToken LostToken => default;

    public ValueTask<bool> ExtendAsync(TimeSpan lease, CancellationToken cancellationToken = default) => new(false);

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => default;
}
