using System.Collections.Concurrent;

namespace DistributedLock.Runtime.Tests.Telemetry;

/// <summary>Remembers what it was told; may throw or wait besides.</summary>
internal sealed class ObserverRecord : ILockObserver
{
    private readonly ConcurrentQueue<LockEvent> _events = new();

    public IReadOnlyList<LockEvent> Events => [.. _events];

    public IReadOnlyList<LockEventKind> Kinds => [.. _events.Select(static lockEvent => lockEvent.Kind)];

    public Action<LockEvent> OnEvent { get; set; } = static _ => { };

    public void OnLockEvent(LockEvent lockEvent)
    {
        _events.Enqueue(lockEvent);
        OnEvent(lockEvent);
    }

    /// <summary>Ends when so many events have been told; the test's own time limit bounds it.</summary>
    public async Task<IReadOnlyList<LockEvent>> WaitForAsync(int count, CancellationToken cancellationToken)
    {
        while (_events.Count < count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return Events;
    }
}
