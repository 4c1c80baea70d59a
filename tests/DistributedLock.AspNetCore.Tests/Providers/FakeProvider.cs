using System.Collections.Concurrent;

namespace DistributedLock.AspNetCore.Tests.Providers;

/// <summary>Grants every request, and can fail or lose what it has granted. Thread-safe.</summary>
internal sealed class FakeProvider : IDistributedLockProvider
{
    private readonly ConcurrentQueue<FakeHandle> _handles = new();
    private readonly ConcurrentQueue<FakeHandle> _released = new();
    private readonly TaskCompletionSource _firstRelease = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Exception? Failure { get; set; }

    public bool IsHeldElsewhere { get; set; }

    public bool IsHeldAtRelease { get; set; } = true;

    public ConcurrentQueue<LockRequest> Requests { get; } = new();

    public IReadOnlyList<FakeHandle> Handles => [.. _handles];

    public IReadOnlyList<FakeHandle> Released => [.. _released];

    public Task FirstRelease => _firstRelease.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public string Key => Assert.Single(Requests).Key.Value;

    public async ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return TryAcquire(request, cancellationToken);
    }

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default)
    {
        Requests.Enqueue(request);
        if (Failure is not null)
        {
            throw Failure;
        }

        if (IsHeldElsewhere)
        {
            return null;
        }

        var handle = new FakeHandle(this, request, Requests.Count) { IsHeldAtRelease = IsHeldAtRelease };
        _handles.Enqueue(handle);
        return handle;
    }

    public void OnReleased(FakeHandle handle)
    {
        _released.Enqueue(handle);
        _firstRelease.TrySetResult();
    }
}
