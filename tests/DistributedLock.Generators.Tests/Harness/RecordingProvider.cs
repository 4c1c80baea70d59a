namespace DistributedLock.Generators.Tests.Harness;

/// <summary>
/// A lock provider that writes down what it is asked for. Keys in <see cref="HeldElsewhere"/> are contended; it never waits. Not thread-safe.
/// </summary>
public sealed class RecordingProvider : IDistributedLockProvider
{
    private readonly List<RecordingHandle> _handles = [];

    /// <summary>What happened, in order: <c>acquire key</c>, <c>release key</c>, and what bodies add.</summary>
    public List<string> Events { get; } = [];

    public List<LockRequest> Requests { get; } = [];

    public HashSet<string> HeldElsewhere { get; } = [];

    /// <summary>The caller's token of the last acquisition.</summary>
    public CancellationToken WaitToken { get; private set; }

    /// <summary>Thrown by an acquisition, where set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Thrown by a release, where set.</summary>
    public Exception? ReleaseFailure { get; set; }

    /// <summary>What a release answers: whether the lock was still held.</summary>
    public bool IsHeldAtRelease { get; set; } = true;

    public RecordingHandle Last => _handles[^1];

    public async ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return TryAcquire(request, cancellationToken);
    }

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default)
    {
        Requests.Add(request);
        WaitToken = cancellationToken;
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null)
        {
            throw Failure;
        }

        if (HeldElsewhere.Contains(request.Key.Value))
        {
            Events.Add($"contended {request.Key.Value}");
            return null;
        }

        Events.Add($"acquire {request.Key.Value}");
        var handle = new RecordingHandle(this, request, _handles.Count + 1);
        _handles.Add(handle);
        return handle;
    }
}
