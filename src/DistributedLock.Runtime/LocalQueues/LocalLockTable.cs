using System.Collections.Concurrent;

namespace DistributedLock.LocalQueues;

/// <summary>
/// The locks of one process by key. An idle lock stays, because the next acquisition of its key is then a plain look-up; the table forgets idle locks
/// when their number has doubled since it last looked, so memory stays proportional to the keys in use. Thread-safe.
/// </summary>
internal sealed class LocalLockTable<TLock>(Func<string, TLock> create)
    where TLock : LocalLock
{
    private const int SmallestSweep = 1024;

    // The default comparer of strings is the ordinal one.
    private readonly ConcurrentDictionary<string, TLock> _locks = new();
    private int _count;
    private int _sweepAt = SmallestSweep;

    /// <summary>All locks at some moment, held or idle.</summary>
    public IEnumerable<TLock> Locks => _locks.Values;

    /// <summary>The lock of a key, if there is one.</summary>
    public TLock? Find(string key) => _locks.TryGetValue(key, out var known) ? known : null;

    /// <summary>The lock of a key. It may be retired before the caller enters it: then ask again.</summary>
    public TLock Get(string key)
    {
        if (_locks.TryGetValue(key, out var known))
        {
            return known;
        }

        var created = create(key);
        var current = _locks.GetOrAdd(key, created);
        if (ReferenceEquals(current, created) && Interlocked.Increment(ref _count) >= Volatile.Read(ref _sweepAt))
        {
            Sweep();
        }

        return current;
    }

    private void Sweep()
    {
        // Others that come here meanwhile go on: one sweep is enough.
        if (Interlocked.Exchange(ref _sweepAt, int.MaxValue) == int.MaxValue)
        {
            return;
        }

        foreach (var pair in _locks)
        {
            if (pair.Value.TryRetire() && _locks.TryRemove(pair.Key, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }

        Volatile.Write(ref _sweepAt, Math.Max(SmallestSweep, 2 * Volatile.Read(ref _count)));
    }
}
