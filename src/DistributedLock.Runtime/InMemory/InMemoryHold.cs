namespace DistributedLock.InMemory;

/// <summary>
/// The lock's side of one hold. It knows its handle only weakly: a handle that nobody can reach any more can never be disposed, so its hold is given up.
/// Reused from hold to hold, because a weak reference is dear to create. Guarded by the monitor of its lock.
/// </summary>
internal sealed class InMemoryHold
{
    private readonly WeakReference<InMemoryLockHandle?> _handle = new(null);

    /// <summary>Neighbours in the list of active holds, or the next spare one.</summary>
    public InMemoryHold? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    public InMemoryHold? Next { get; set; }

    /// <summary>What names the lock in the log; <see langword="null"/> while the handle is not there yet.</summary>
    public LockRequest? Request { get; private set; }

    /// <summary>Whether the handle is released and only <see cref="LockRequest.HoldAtLeast"/> keeps the lock.</summary>
    public bool IsLingering { get; set; }

    /// <summary>When the hold began; set only where a rule needs it.</summary>
    public long StartTimestamp { get; set; }

    /// <summary>Ends the hold at its longest, or the lingering after it.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>The handle, while somebody can still dispose it.</summary>
    public InMemoryLockHandle? Handle => _handle.TryGetTarget(out var handle) ? handle : null;

    public bool IsAbandoned => Request is not null && !IsLingering && Handle is null;

    public void Attach(InMemoryLockHandle handle)
    {
        _handle.SetTarget(handle);
        Request = handle.Request;
    }

    public void Clear()
    {
        Timer?.Dispose();
        Timer = null;
        Request = null;
        IsLingering = false;
    }
}
