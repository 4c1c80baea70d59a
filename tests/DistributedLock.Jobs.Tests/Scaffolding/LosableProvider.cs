namespace DistributedLock.Jobs.Tests.Scaffolding;

/// <summary>Gives every lock at once, and loses it when the test says so.</summary>
internal sealed class LosableProvider : IDistributedLockProvider
{
    private readonly List<LosableHandle> _handles = [];

    public LosableHandle Last => _handles[^1];

    public List<LockRequest> Requests { get; } = [];

    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) => new(TryAcquire(request, cancellationToken));

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default)
    {
        Requests.Add(request);
        _handles.Add(new LosableHandle(this, request));
        return Last;
    }
}
