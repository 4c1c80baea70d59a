namespace DistributedLock.Runtime.Tests.Conformance;

/// <summary>Passes everything on, changed where a test says so. Not disposable: the store outlives it.</summary>
internal sealed class DelegatingProvider(IDistributedLockProvider inner) : IDistributedLockProvider
{
    public Func<LockRequest, LockRequest> Ask { get; init; } = static request => request;

    public Func<CancellationToken, CancellationToken> Listen { get; init; } = static token => token;

    public Func<IDistributedLockHandle?, LockRequest, IDistributedLockHandle?> Give { get; init; } = static (handle, _) => handle;

    /// <summary>Whether it goes back to the caller's synchronization context.</summary>
    public bool CapturesContext { get; init; }

    public async ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        Give(await inner.TryAcquireAsync(Ask(request), Listen(cancellationToken)).ConfigureAwait(CapturesContext), request);

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) =>
        Give(inner.TryAcquire(Ask(request), Listen(cancellationToken)), request);
}
