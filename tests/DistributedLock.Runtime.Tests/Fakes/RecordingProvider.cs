using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Runtime.Tests.Fakes;

/// <summary>Grants every request at once unless it is told otherwise, and remembers what happened in which order.</summary>
internal sealed class RecordingProvider(string name = "recording") : IDistributedLockProvider, ILockProviderInfo
{
    private readonly ConcurrentQueue<string> _events = new();

    /// <summary>What answers instead of a grant.</summary>
    public Func<LockRequest, CancellationToken, ValueTask<IDistributedLockHandle?>>? Answer { get; set; }

    public string Name => name;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public RecordingLogger Log { get; } = new();

    public ILogger Logger => Log;

    /// <summary>"+key" for a request, "-key" for a release.</summary>
    public IReadOnlyList<string> Events => [.. _events];

    public ConcurrentQueue<LockRequest> Requests { get; } = new();

    public ConcurrentQueue<FakeHandle> Handles { get; } = new();

    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default)
    {
        Requests.Enqueue(request);
        Record("+" + request.Key);
        return Answer is null ? new ValueTask<IDistributedLockHandle?>(Grant(request)) : Answer(request, cancellationToken);
    }

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) =>
        TryAcquireAsync(request, cancellationToken).AsTask().GetAwaiter().GetResult();

    public FakeHandle Grant(LockRequest request)
    {
        var handle = new FakeHandle(this, request);
        Handles.Enqueue(handle);
        return handle;
    }

    public void Record(string what) => _events.Enqueue(what);
}
