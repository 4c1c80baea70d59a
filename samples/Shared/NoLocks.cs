using DistributedLock;

namespace Samples;

/// <summary>
/// Grants every lock to everyone: what a sample runs with to show what happens without a lock, in the same code. Never do this at home.
/// </summary>
internal sealed class NoLocks : IDistributedLockProvider
{
    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        new(TryAcquire(request, cancellationToken));

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => new Nothing(request);

    private sealed class Nothing(LockRequest request) : IDistributedLockHandle
    {
        public LockKey Key => request.Key;

        public LockMode Mode => request.Mode;

        public DateTimeOffset AcquiredAt { get; } = DateTimeOffset.UtcNow;

        public DateTimeOffset? ExpiresAt => null;

        public long? FencingToken => null;

        public CancellationToken LostToken => CancellationToken.None;

        public ValueTask<bool> ExtendAsync(TimeSpan lease, CancellationToken cancellationToken = default) => new(true);

        public void Dispose()
        {
            // Nothing is held.
        }

        public ValueTask DisposeAsync() => default;
    }
}
