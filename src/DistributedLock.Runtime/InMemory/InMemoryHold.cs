using System.Diagnostics.CodeAnalysis;

namespace DistributedLock.InMemory;

/// <summary>
/// The lock's side of one hold. It knows its handle only weakly: a handle that nobody can reach any more can never be disposed, so its hold is given up.
/// Reused from hold to hold, because a weak reference is dear to create.
/// </summary>
internal sealed class InMemoryHold
{
    private readonly WeakReference<InMemoryLockHandle?> _handle = new(null);
    private LockRequest? _request;
    private volatile InMemoryLingering? _lingering;
    private int _generation;

    /// <summary>Neighbours in the list of holds, or the next spare one; guarded by the lock's monitor.</summary>
    public InMemoryHold? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    public InMemoryHold? Next { get; set; }

    /// <summary>What is held; <see langword="null"/> while the hold has no handle, or no longer.</summary>
    public LockRequest? Request => Volatile.Read(ref _request);

    /// <summary>Set while the handle is released and only <see cref="LockRequest.HoldAtLeast"/> keeps the lock.</summary>
    public InMemoryLingering? Lingering
    {
        get => _lingering;
        set => _lingering = value;
    }

    public bool IsLingering => _lingering is not null;

    /// <summary>That of the last handle.</summary>
    public long FencingToken { get; set; }

    /// <summary>When the hold began; set only where a rule needs it.</summary>
    public long StartTimestamp { get; set; }

    /// <summary>Ends the hold at its longest, or the lingering after it.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>The handle, while somebody can still dispose it.</summary>
    public InMemoryLockHandle? Handle => _handle.TryGetTarget(out var handle) ? handle : null;

    /// <summary>Whether the hold's handle was collected without being disposed, and what it held. Once true, it stays true until somebody ends the hold.</summary>
    /// <remarks>
    /// The holder attaches and ends without the monitor, so the fields are not read at one moment: a holder that is seen before its release, and whose handle
    /// is collected after it, must not be taken for one that never released. So the request is read last: that it is there, and no other handle was attached
    /// since the handle was found gone, proves that the hold was not ended in between.
    /// </remarks>
    public bool IsAbandoned([NotNullWhen(true)] out LockRequest? request)
    {
        request = null;
        var generation = Volatile.Read(ref _generation);
        if (IsLingering || Handle is not null)
        {
            return false;
        }

        Interlocked.MemoryBarrier();
        request = Request;
        return request is not null && !IsLingering && Volatile.Read(ref _generation) == generation;
    }

    /// <summary>The handle that holds at some moment, as far as somebody can still dispose it.</summary>
    /// <remarks>
    /// An exclusive holder comes and goes without the monitor, and two holds may have one request. Between two looks at the same handle none was attached, and a request that is there
    /// between them is that handle's.
    /// </remarks>
    public InMemoryLockHandle? FindHolder()
    {
        while (true)
        {
            var handle = Handle;
            Interlocked.MemoryBarrier();
            var request = Request;
            Interlocked.MemoryBarrier();
            if (ReferenceEquals(handle, Handle))
            {
                return handle is not null && ReferenceEquals(request, handle.Request) ? handle : null;
            }
        }
    }

    public void Attach(InMemoryLockHandle handle)
    {
        // In this order: whoever sees the new generation, or the request, sees the handle that goes with it, and does not take the hold for abandoned.
        _handle.SetTarget(handle);
        Volatile.Write(ref _generation, _generation + 1);
        Volatile.Write(ref _request, handle.Request);
    }

    /// <summary>Ends the hold of a request.</summary>
    /// <returns><see langword="false"/> when it was ended already: whoever gets <see langword="true"/> has to leave the lock, and nobody else may.</returns>
    public bool TryEnd(LockRequest request)
    {
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _request, null, request), request))
        {
            return false;
        }

        // Until the lock is left, the record has no next holder.
        if (Timer is not null)
        {
            Timer.Dispose();
            Timer = null;
        }

        Lingering = null;
        return true;
    }
}
