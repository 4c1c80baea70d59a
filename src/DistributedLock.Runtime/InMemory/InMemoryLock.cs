using DistributedLock.LocalQueues;

namespace DistributedLock.InMemory;

/// <summary>One key of the in-memory provider: the queue, and who is in.</summary>
internal sealed class InMemoryLock(InMemoryLockProvider provider) : LocalLock
{
    private InMemoryHold? _active;
    private InMemoryHold? _spare;

    /// <summary>Makes a caller that was let in a holder.</summary>
    public InMemoryLockHandle CreateHandle(LockRequest request, DateTimeOffset now, long fencingToken)
    {
        lock (this)
        {
            var hold = _spare ?? new InMemoryHold();
            _spare = hold.Next;
            hold.Next = _active;
            hold.Previous = null;
            if (_active is not null)
            {
                _active.Previous = hold;
            }

            _active = hold;
            var handle = new InMemoryLockHandle(provider, this, hold, request, now, fencingToken);
            hold.Attach(handle);
            if (request.HoldAtLeast > TimeSpan.Zero)
            {
                hold.StartTimestamp = provider.TimeProvider.GetTimestamp();
            }

            if (request.MaxHold is { } maxHold)
            {
                // The lock itself stays taken until the body has ended: only then can it run nowhere else.
                hold.Timer = provider.TimeProvider.CreateTimer(
                    static state => ((InMemoryHold)state!).Handle?.MarkLost(LockLossReason.HoldExceeded), hold, maxHold, Timeout.InfiniteTimeSpan);
            }

            return handle;
        }
    }

    /// <summary>Ends a hold, or lets it linger until it has lasted long enough.</summary>
    public void Release(InMemoryHold hold, LockRequest request)
    {
        LocalWaiter? called;
        lock (this)
        {
            called = ReleaseCore(hold, request);
        }

        Complete(called);
    }

    /// <summary>Gives up the holds whose handles were collected without being disposed.</summary>
    /// <returns>Whether there were any.</returns>
    public bool ReclaimAbandoned()
    {
        LocalWaiter? called = null;
        List<LockRequest>? abandoned = null;
        lock (this)
        {
            for (InMemoryHold? hold = _active, next; hold is not null; hold = next)
            {
                next = hold.Next;
                if (hold.IsAbandoned)
                {
                    (abandoned ??= []).Add(hold.Request!);
                    called = Append(called, ReleaseCore(hold, hold.Request!));
                }
            }
        }

        Complete(called);
        abandoned?.ForEach(provider.OnAbandoned);
        return abandoned is not null;
    }

    /// <summary>Loses and ends every hold, and fails every wait: the provider is gone.</summary>
    public void Close(Exception reason)
    {
        FailWaiters(reason);
        LocalWaiter? called = null;
        List<InMemoryLockHandle>? lost = null;
        lock (this)
        {
            for (InMemoryHold? hold = _active, next; hold is not null; hold = next)
            {
                next = hold.Next;
                if (hold.Handle is { } handle && !hold.IsLingering)
                {
                    (lost ??= []).Add(handle);
                }

                Remove(hold);
                called = Append(called, ExitCore());
            }
        }

        Complete(called);
        lost?.ForEach(static handle => handle.MarkLost(LockLossReason.ProviderDisposed));
    }

    public override void OnStillWaiting() => ReclaimAbandoned();

    private static LocalWaiter? Append(LocalWaiter? first, LocalWaiter? more)
    {
        if (first is null)
        {
            return more;
        }

        var last = first;
        while (last.Next is { } next)
        {
            last = next;
        }

        last.Next = more;
        return first;
    }

    private LocalWaiter? ReleaseCore(InMemoryHold hold, LockRequest request)
    {
        if (hold.Request is null)
        {
            return null; // closed or reclaimed meanwhile
        }

        if (request.HoldAtLeast > TimeSpan.Zero)
        {
            var rest = request.HoldAtLeast - provider.TimeProvider.GetElapsedTime(hold.StartTimestamp);
            if (rest > TimeSpan.Zero && !hold.IsLingering)
            {
                hold.Timer?.Dispose();
                hold.IsLingering = true;
                hold.Timer = provider.TimeProvider.CreateTimer(_ => EndLingering(hold), null, rest, Timeout.InfiniteTimeSpan);
                return null;
            }
        }

        Remove(hold);
        return ExitCore();
    }

    private void EndLingering(InMemoryHold hold)
    {
        LocalWaiter? called = null;
        lock (this)
        {
            if (hold.IsLingering)
            {
                Remove(hold);
                called = ExitCore();
            }
        }

        Complete(called);
    }

    private void Remove(InMemoryHold hold)
    {
        if (hold.Previous is null)
        {
            _active = hold.Next;
        }
        else
        {
            hold.Previous.Next = hold.Next;
        }

        if (hold.Next is not null)
        {
            hold.Next.Previous = hold.Previous;
        }

        hold.Clear();
        hold.Previous = null;
        hold.Next = _spare;
        _spare = hold;
    }
}
