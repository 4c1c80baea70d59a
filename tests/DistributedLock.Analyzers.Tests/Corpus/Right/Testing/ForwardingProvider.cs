public sealed class PrefixingProvider : IDistributedLockProvider
{
    private readonly IDistributedLockProvider _inner;
    private readonly string _prefix;

    public PrefixingProvider(IDistributedLockProvider inner, string prefix) => (_inner, _prefix) = (inner, prefix);

    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        _inner.TryAcquireAsync(Prefixed(request), cancellationToken);

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => _inner.TryAcquire(Prefixed(request), cancellationToken);

    private LockRequest Prefixed(LockRequest request) => request with { Key = _prefix + request.Key.Value };
}
