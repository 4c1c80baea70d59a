namespace DistributedLock.LocalQueues;

/// <summary>
/// One key inside one process: who is in, and who waits, first come first served. A waiting exclusive request therefore goes before later shared
/// ones. Thread-safe.
/// </summary>
/// <remarks>
/// An exclusive holder that meets nobody enters and exits by one compare-and-swap each (<see cref="Free"/> to <see cref="Fast"/> and back). Everything else
/// happens under the monitor, which first turns the word to <see cref="Managed"/>: from then on the fields tell who is in, until nobody is. The idea is that
/// of thin locks (Bacon et al., "Thin Locks: Featherweight Synchronization for Java", PLDI 1998); the InMemory benchmark shows what it is worth.
/// </remarks>
internal class LocalLock
{
    private const int Free = 0;
    private const int Fast = 1;
    private const int Managed = 2;
    private const int Retired = 3;

    private int _state;
    private LocalWaiter? _first;
    private LocalWaiter? _last;
    private int _holders;
    private bool _isExclusive;

    /// <summary>Whether nobody is in and nobody waits; a picture of a moment.</summary>
    public bool IsFree => Volatile.Read(ref _state) == Free;

    /// <summary>Whether the table has forgotten the lock: nobody is in, nobody waits, and nobody will.</summary>
    public bool IsRetired => Volatile.Read(ref _state) == Retired;

    /// <summary>Enters exclusively if nobody is in and nobody waits. <see langword="false"/> says nothing: try <see cref="TryEnter"/>.</summary>
    public bool TryEnterFast() => Interlocked.CompareExchange(ref _state, Fast, Free) == Free;

    /// <summary>One try, without queuing.</summary>
    public LocalEntry TryEnter(LockMode mode, int permits)
    {
        lock (this)
        {
            var entry = TryEnterCore(mode, permits);
            Settle();
            return entry;
        }
    }

    /// <summary>Enters, or takes a place in the queue.</summary>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="permits">How many may be in; 1 for all but semaphores.</param>
    /// <param name="waiter">The place in the queue when the answer is <see cref="LocalEntry.Contended"/>.</param>
    public LocalEntry Enter(LockMode mode, int permits, out LocalWaiter? waiter)
    {
        lock (this)
        {
            waiter = null;
            var entry = TryEnterCore(mode, permits);
            if (entry == LocalEntry.Contended)
            {
                waiter = new LocalWaiter(this, mode, permits);
                Enqueue(waiter);
            }

            Settle();
            return entry;
        }
    }

    /// <summary>Leaves, and lets in whoever is next.</summary>
    public void Exit()
    {
        if (Interlocked.CompareExchange(ref _state, Free, Fast) == Fast)
        {
            return;
        }

        LocalWaiter? called;
        lock (this)
        {
            called = ExitCore();
        }

        Complete(called);
    }

    /// <summary>Takes a place out of the queue.</summary>
    /// <returns><see langword="false"/> when it was called up first: the caller is in.</returns>
    public bool TryGiveUp(LocalWaiter waiter)
    {
        LocalWaiter? called;
        lock (this)
        {
            if (!waiter.IsQueued)
            {
                return false;
            }

            Dequeue(waiter);

            // The one that left may have been all that stood before those behind it.
            called = CallUp();
        }

        Complete(called);
        return true;
    }

    /// <summary>Ends every wait with an exception.</summary>
    public void FailWaiters(Exception exception)
    {
        LocalWaiter? failed;
        lock (this)
        {
            failed = _first;
            for (var waiter = failed; waiter is not null; waiter = waiter.Next)
            {
                waiter.IsQueued = false;
            }

            _first = _last = null;
            Settle();
        }

        while (failed is not null)
        {
            var next = failed.Next;
            failed.TrySetException(exception);
            failed = next;
        }
    }

    /// <summary>Retires the lock if nobody is in and nobody waits, so that its table may forget it.</summary>
    public bool TryRetire()
    {
        if (Interlocked.CompareExchange(ref _state, Retired, Free) != Free)
        {
            return false;
        }

        OnRetired();
        return true;
    }

    /// <summary>Called about once a second while somebody waits.</summary>
    public virtual void OnStillWaiting()
    {
    }

    /// <summary>Called once, before the table forgets the lock.</summary>
    protected virtual void OnRetired()
    {
    }

    /// <summary>Leaves; call it inside <c>lock (this)</c>, and <see cref="Complete"/> with the answer outside.</summary>
    protected LocalWaiter? ExitCore()
    {
        Manage();
        _holders--;
        _isExclusive = false;
        return CallUp();
    }

    /// <summary>Tells those who were let in. Outside the monitor, because a blocked thread that wakes may take it again at once.</summary>
    protected static void Complete(LocalWaiter? called)
    {
        while (called is not null)
        {
            var next = called.Next;
            called.Next = null;
            called.TrySetResult(true);
            called = next;
        }
    }

    private LocalEntry TryEnterCore(LockMode mode, int permits)
    {
        if (!Manage())
        {
            return LocalEntry.Retired;
        }

        if (_first is not null || !CanEnter(mode, permits))
        {
            return LocalEntry.Contended;
        }

        LetIn(mode, permits);
        return LocalEntry.Entered;
    }

    private bool CanEnter(LockMode mode, int permits) =>
        permits > 1 ? _holders < permits
        : mode == LockMode.Shared ? !_isExclusive
        : _holders == 0;

    private void LetIn(LockMode mode, int permits)
    {
        _holders++;
        _isExclusive = permits == 1 && mode != LockMode.Shared;
    }

    /// <summary>Lets in as many as may enter, in their order. The answer is the chain of those, to be completed outside the monitor.</summary>
    private LocalWaiter? CallUp()
    {
        LocalWaiter? firstCalled = null;
        LocalWaiter? lastCalled = null;
        while (_first is { } waiter && CanEnter(waiter.Mode, waiter.Permits))
        {
            Dequeue(waiter);
            LetIn(waiter.Mode, waiter.Permits);
            if (lastCalled is null)
            {
                firstCalled = waiter;
            }
            else
            {
                lastCalled.Next = waiter;
            }

            lastCalled = waiter;
        }

        Settle();
        return firstCalled;
    }

    /// <summary>Moves the state from the one word into the fields.</summary>
    /// <returns><see langword="false"/> when the lock is retired.</returns>
    private bool Manage()
    {
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case Managed:
                    return true;
                case Retired:
                    return false;
                case Free when Interlocked.CompareExchange(ref _state, Managed, Free) == Free:
                    return true;
                case Fast when Interlocked.CompareExchange(ref _state, Managed, Fast) == Fast:
                    _holders = 1;
                    _isExclusive = true;
                    return true;
            }
        }
    }

    /// <summary>Moves the state back when nobody is in and nobody waits.</summary>
    private void Settle()
    {
        if (_holders == 0 && _first is null && Volatile.Read(ref _state) == Managed)
        {
            Volatile.Write(ref _state, Free);
        }
    }

    private void Enqueue(LocalWaiter waiter)
    {
        waiter.IsQueued = true;
        waiter.Previous = _last;
        if (_last is null)
        {
            _first = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
    }

    private void Dequeue(LocalWaiter waiter)
    {
        waiter.IsQueued = false;
        if (waiter.Previous is null)
        {
            _first = waiter.Next;
        }
        else
        {
            waiter.Previous.Next = waiter.Next;
        }

        if (waiter.Next is null)
        {
            _last = waiter.Previous;
        }
        else
        {
            waiter.Next.Previous = waiter.Previous;
        }

        waiter.Previous = waiter.Next = null;
    }
}
