public sealed class CountingProvider(IDistributedLockProvider inner) : IDistributedLockProvider
{
    public int Acquired { get; private set; }

    public async ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default)
    {
        var handle = await inner.TryAcquireAsync(request, cancellationToken);
        if (handle is not null)
        {
            Acquired++;
        }

        return handle;
    }

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default)
    {
        Acquired++;
        return inner.TryAcquire(request, cancellationToken);
    }
}
