namespace DistributedLock.Runtime.Tests.Fakes;

/// <summary>A third party's provider: implements the contract and nothing more.</summary>
internal sealed class ForeignProvider : IDistributedLockProvider
{
    public List<ForeignHandle> Handles { get; } = [];

    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        new(TryAcquire(request, cancellationToken));

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default)
    {
        var handle = new ForeignHandle(request);
        Handles.Add(handle);
        return handle;
    }
}
