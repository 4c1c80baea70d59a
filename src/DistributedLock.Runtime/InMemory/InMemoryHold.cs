namespace DistributedLock.InMemory;

/// <summary>
/// The lock's side of one hold. It knows its handle only weakly: a handle that nobody can reach any more can never be disposed, so its hold is given up.
/// Reused from hold to hold, because a weak reference is dear to create.
/// </summary>
internal sealed class InMemoryHold
{
    private readonly WeakReference<InMemoryLockHandle?> _handle = new(null);
    private LockRequest? _request;

    /// <summary>Neighbours in the list of holds, or the next spare one; guarded by the lock's monitor.</summary>
    public InMemoryHold? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    public InMemoryHold? Next { get; set; }

    /// <summary>What is held; <see langword="null"/> while the hold has no handle, or no longer.</summary>
    public LockRequest? Request => Volatile.Read(ref _request);

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
        // In this order: whoever sees the request sees the handle that goes with it, and does not take the hold for abandoned.
        _handle.SetTarget(handle);
        Volatile.Write(ref _request, handle.Request);
    }

    public void Clear()
    {
        Volatile.Write(ref _request, null);
        if (Timer is not null)
        {
            Timer.Dispose();
            Timer = null;
        }

        IsLingering = false;
    }
}
