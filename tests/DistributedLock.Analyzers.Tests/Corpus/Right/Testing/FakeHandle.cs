public sealed class FakeHandle(string key) : IDistributedLockHandle
{
    public LockKey Key { get; } = key;

    public LockMode Mode => LockMode.Exclusive;

    public DateTimeOffset AcquiredAt { get; } = DateTimeOffset.UnixEpoch;

    public DateTimeOffset? ExpiresAt => null;

    public long? FencingToken => 1;

    public CancellationToken LostToken => CancellationToken.None;

    public ValueTask<bool> ExtendAsync(TimeSpan lease, CancellationToken cancellationToken = default) => new(true);

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => default;
}

public sealed class FakeProvider : IDistributedLockProvider
{
    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        new(new FakeHandle(request.Key.Value));

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => new FakeHandle(request.Key.Value);
}
