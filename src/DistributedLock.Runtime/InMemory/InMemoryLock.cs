using DistributedLock.LocalQueues;

namespace DistributedLock.InMemory;

/// <summary>One key of the in-memory provider: the queue, and who is in.</summary>
internal sealed class InMemoryLock(InMemoryLockProvider provider) : LocalLock
{
    // There is at most one exclusive holder, so its record and the next token need no list and no monitor: only the holder touches them.
    private readonly InMemoryHold _exclusive = new();
    private long _lastFencingToken;
    private InMemoryHold? _others;
    private InMemoryHold? _spare;

    public InMemoryLockProvider Provider => provider;

    /// <summary>How many hold it, those included whose handle is gone but not their time.</summary>
    public int Holders
    {
        get
        {
            lock (this)
            {
                return Holds().Count(static hold => hold.Request is not null);
            }
        }
    }

    /// <summary>Makes a caller that was let in a holder.</summary>
    public InMemoryLockHandle CreateHandle(LockRequest request)
    {
        var (hold, fencingToken) = IsExclusive(request) ? (_exclusive, NextFencingToken()) : AddOther();
        var handle = new InMemoryLockHandle(this, hold, request, fencingToken);
        if (request.HoldAtLeast > TimeSpan.Zero)
        {
            hold.StartTimestamp = provider.TimeProvider.GetTimestamp();
        }

        hold.Attach(handle);
        if (request.MaxHold is { } maxHold)
        {
            // The lock itself stays taken until the body has ended: only then can the body run nowhere else. The timer knows the handle, not the hold:
            // a callback that is already on its way when the handle is released must not reach the hold's next handle.
            hold.Timer = provider.TimeProvider.CreateTimer(
                static state =>
                {
                    if (((WeakReference<InMemoryLockHandle>)state!).TryGetTarget(out var handle))
                    {
                        handle.MarkLost(LockLossReason.HoldExceeded);
                    }
                },
                new WeakReference<InMemoryLockHandle>(handle),
                maxHold,
                Timeout.InfiniteTimeSpan);
        }

        return handle;
    }

    /// <summary>Ends a hold, or lets it linger until it has lasted long enough. The first call counts.</summary>
    public void Release(InMemoryHold hold, LockRequest request)
    {
        if (request.HoldAtLeast == TimeSpan.Zero || !TryLinger(hold, request))
        {
            End(hold, request);
        }
    }

    /// <summary>Gives up the holds whose handles were collected without being disposed.</summary>
    /// <returns>Whether there were any.</returns>
    public bool ReclaimAbandoned()
    {
        List<(InMemoryHold Hold, LockRequest Request)>? abandoned = null;
        lock (this)
        {
            foreach (var hold in Holds())
            {
                if (hold.IsAbandoned(out var request))
                {
                    (abandoned ??= []).Add((hold, request));
                }
            }
        }

        // Another thread may have found the same ones: the first to end a hold leaves the lock.
        abandoned?.ForEach(found =>
        {
            provider.OnAbandoned(found.Request);
            Release(found.Hold, found.Request);
        });
        return abandoned is not null;
    }

    /// <summary>Loses every hold and fails every wait: the provider is gone, and nobody else can get in.</summary>
    public void Close(Exception reason)
    {
        FailWaiters(reason);
        List<InMemoryLockHandle>? lost = null;
        lock (this)
        {
            foreach (var hold in Holds())
            {
                if (hold.IsLingering)
                {
                    hold.Timer?.Dispose();
                }
                else if (hold is { Request: not null, Handle: { } handle })
                {
                    (lost ??= []).Add(handle);
                }
            }
        }

        lost?.ForEach(static handle => handle.MarkLost(LockLossReason.ProviderDisposed));
    }

    public override void OnStillWaiting() => ReclaimAbandoned();

    private static bool IsExclusive(LockRequest request) => request is { Mode: LockMode.Exclusive, MaxConcurrency: 1 };

    private IEnumerable<InMemoryHold> Holds()
    {
        yield return _exclusive;
        for (var hold = _others; hold is not null; hold = hold.Next)
        {
            yield return hold;
        }
    }

    /// <summary>Called by an exclusive holder, or inside the monitor.</summary>
    /// <remarks>
    /// The floor is read at the first acquisition, when this lock is in the table for certain: a lock that had the key before it has raised the floor by then.
    /// </remarks>
    private long NextFencingToken()
    {
        if (_lastFencingToken == 0)
        {
            _lastFencingToken = provider.FencingFloor;
        }

        return ++_lastFencingToken;
    }

    private bool TryLinger(InMemoryHold hold, LockRequest request)
    {
        var rest = request.HoldAtLeast - provider.TimeProvider.GetElapsedTime(hold.StartTimestamp);
        if (rest <= TimeSpan.Zero)
        {
            return false;
        }

        lock (this)
        {
            if (hold.IsLingering)
            {
                return true;
            }

            hold.Timer?.Dispose();
            hold.IsLingering = true;
            hold.Timer = provider.TimeProvider.CreateTimer(
                static state =>
                {
                    var (owner, hold, request) = ((InMemoryLock, InMemoryHold, LockRequest))state!;
                    owner.End(hold, request);
                },
                (this, hold, request),
                rest,
                Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    private void End(InMemoryHold hold, LockRequest request)
    {
        if (!hold.TryEnd(request))
        {
            return;
        }

        if (ReferenceEquals(hold, _exclusive))
        {
            Exit();
            return;
        }

        LocalWaiter? called;
        lock (this)
        {
            RemoveOther(hold);
            called = ExitCore();
        }

        Complete(called);
    }

    protected override void OnRetired() => provider.RaiseFencingFloor(_lastFencingToken);

    private (InMemoryHold Hold, long FencingToken) AddOther()
    {
        lock (this)
        {
            var hold = _spare ?? new InMemoryHold();
            _spare = hold.Next;
            hold.Previous = null;
            hold.Next = _others;
            if (_others is not null)
            {
                _others.Previous = hold;
            }

            _others = hold;
            return (hold, NextFencingToken());
        }
    }

    private void RemoveOther(InMemoryHold hold)
    {
        if (hold.Previous is null)
        {
            _others = hold.Next;
        }
        else
        {
            hold.Previous.Next = hold.Next;
        }

        if (hold.Next is not null)
        {
            hold.Next.Previous = hold.Previous;
        }

        hold.Previous = null;
        hold.Next = _spare;
        _spare = hold;
    }
}
