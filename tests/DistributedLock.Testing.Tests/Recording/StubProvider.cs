namespace DistributedLock.Testing.Tests.Recording;

/// <summary>Somebody else's provider, which tells when it gets a lock back.</summary>
internal sealed class StubProvider : IDistributedLockProvider
{
    public Action OnReturned { get; set; } = static () => { };

    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        new(TryAcquire(request, cancellationToken));

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => new Handle(this, request);

    private sealed class Handle(StubProvider owner, LockRequest request) : IDistributedLockHandle
    {
        public LockKey Key => request.Key;

        public LockMode Mode => request.Mode;

        public DateTimeOffset AcquiredAt => default;

        public DateTimeOffset? ExpiresAt => null;

        public long? FencingToken => null;

        public CancellationToken LostToken => default;

        public ValueTask<bool> ExtendAsync(TimeSpan lease, CancellationToken cancellationToken = default) => new(true);

        public void Dispose() => owner.OnReturned();

        public ValueTask DisposeAsync()
        {
            owner.OnReturned();
            return default;
        }
    }
}
