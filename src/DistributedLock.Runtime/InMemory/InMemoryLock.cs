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

        hold.FencingToken = fencingToken;
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

        // Last: from here on others see the hold, and may end it.
        hold.Attach(handle);
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

        // One thread at a time: of two that have found the same hold, the second would end that of the next holder, whose request may be the same object. Another
        // monitor than that of the list, because the end of a hold lets waiters in.
        lock (_exclusive)
        {
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

            abandoned?.ForEach(found => Release(found.Hold, found.Request));
        }

        abandoned?.ForEach(found => provider.OnAbandoned(found.Request));
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

    /// <summary>Who is in, at some moment, in the order of acquisition.</summary>
    public IReadOnlyList<InMemoryHeld> Held()
    {
        ReclaimAbandoned();
        var held = new List<InMemoryHeld>();
        lock (this)
        {
            foreach (var hold in Holds())
            {
                if (hold.Lingering is { } lingering)
                {
                    held.Add(new InMemoryHeld(hold, lingering, Handle: null));
                }
                else if (hold.FindHolder() is { } handle)
                {
                    held.Add(new InMemoryHeld(hold, Lingering: null, handle));
                }
            }
        }

        held.Sort(static (one, other) => one.FencingToken.CompareTo(other.FencingToken));
        return held;
    }

    /// <summary>Ends the hold with this token, whatever its holder does at the moment.</summary>
    /// <returns>Whether it was held until now.</returns>
    public bool TryForceEnd(long fencingToken)
    {
        var spin = default(SpinWait);
        while (Held().FirstOrDefault(held => held.FencingToken == fencingToken) is { Hold: { } hold } found)
        {
            if (found.Lingering is { } lingering)
            {
                return End(hold, lingering);
            }

            var handle = found.Handle!;
            if (handle.TryTakeAway(LockLossReason.NotHeld))
            {
                End(hold, handle.Request);
                GC.KeepAlive(handle); // or the hold would count as abandoned, and be ended twice
                return true;
            }

            // Its holder releases it at this very moment: it ends now, or lingers.
            spin.SpinOnce();
        }

        return false;
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
            var lingering = new InMemoryLingering(request, hold.FencingToken, provider.TimeProvider.GetUtcNow() + rest - request.HoldAtLeast);
            hold.Lingering = lingering;
            hold.Timer = provider.TimeProvider.CreateTimer(
                static state =>
                {
                    var (owner, hold, lingering) = ((InMemoryLock, InMemoryHold, InMemoryLingering))state!;
                    owner.End(hold, lingering);
                },
                (this, hold, lingering),
                rest,
                Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    /// <summary>Ends a hold that lingers.</summary>
    /// <returns><see langword="false"/> when somebody else has: the record of the hold may be another one's by now, also of one with the same request.</returns>
    private bool End(InMemoryHold hold, InMemoryLingering lingering)
    {
        if (!lingering.TryEnd())
        {
            return false;
        }

        End(hold, lingering.Request);
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
