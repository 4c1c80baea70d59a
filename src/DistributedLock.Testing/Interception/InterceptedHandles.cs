using System.Collections.Concurrent;

namespace DistributedLock.Testing;

/// <summary>The handles that are not released. It keeps none of them alive: a handle that nobody has any more is abandoned. Thread-safe.</summary>
internal sealed class InterceptedHandles
{
    private readonly ConcurrentDictionary<int, WeakReference<InterceptedLockHandle>> _handles = [];

    public void Add(InterceptedLockHandle handle) => _handles[handle.Number] = new WeakReference<InterceptedLockHandle>(handle);

    public void Remove(InterceptedLockHandle handle) => _handles.TryRemove(handle.Number, out _);

    /// <summary>Those that somebody may still dispose, in the order of acquisition.</summary>
    public IReadOnlyList<InterceptedLockHandle> All()
    {
        var living = new List<InterceptedLockHandle>();
        foreach (var (number, reference) in _handles)
        {
            if (reference.TryGetTarget(out var handle))
            {
                living.Add(handle);
            }
            else
            {
                _handles.TryRemove(number, out _);
            }
        }

        living.Sort(static (x, y) => x.Number.CompareTo(y.Number));
        return living;
    }
}
