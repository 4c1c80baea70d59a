namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>All application locks of a server. Thread-safe.</summary>
/// <param name="changed">Called after every change, outside the gate.</param>
internal sealed class ApplicationLockTable(Action changed)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ApplicationLockResource, LockedResource> _resources = [];

    /// <summary>Takes a lock, at once or after a wait.</summary>
    /// <param name="resource">What to lock.</param>
    /// <param name="owner">For whom.</param>
    /// <param name="mode">How.</param>
    /// <param name="timeout">Zero for one look, <see cref="Timeout.InfiniteTimeSpan"/> for a wait without an end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended before the lock was granted.</exception>
    public async Task<ApplicationLockOutcome> AcquireAsync(
        ApplicationLockResource resource,
        ApplicationLockOwner owner,
        ApplicationLockMode mode,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var (request, outcome) = Request(resource, owner, mode, timeout);
        changed();
        if (outcome is { } atOnce)
        {
            return atOnce;
        }

        try
        {
            await request.Granted.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            return ApplicationLockOutcome.GrantedAfterWaiting;
        }
        catch (TimeoutException)
        {
            return Withdraw(resource, request) ? ApplicationLockOutcome.TimedOut : ApplicationLockOutcome.GrantedAfterWaiting;
        }
        catch (OperationCanceledException) when (!Withdraw(resource, request))
        {
            return ApplicationLockOutcome.GrantedAfterWaiting;
        }
    }

    /// <summary>Gives back one acquisition; false when there is none.</summary>
    public bool Release(ApplicationLockResource resource, ApplicationLockOwner owner)
    {
        bool released;
        lock (_gate)
        {
            released = _resources.TryGetValue(resource, out var locked) && locked.Release(owner);
            Forget(resource);
        }

        changed();
        return released;
    }

    /// <summary>Everything a session holds, its transaction's locks too.</summary>
    public void ReleaseSession(int sessionId) => ReleaseAll(owner => owner.SessionId == sessionId);

    /// <summary>What a session holds in its own name, or what one transaction of it holds.</summary>
    public void ReleaseOwner(ApplicationLockOwner owner) => ReleaseAll(other => other == owner);

    public ApplicationLockMode ModeOf(ApplicationLockResource resource, ApplicationLockOwner owner)
    {
        lock (_gate)
        {
            return _resources.GetValueOrDefault(resource)?.HeldBy(owner)?.Mode ?? ApplicationLockMode.NoLock;
        }
    }

    /// <summary>Whether a lock would be granted at once.</summary>
    public bool CanBeAcquired(ApplicationLockResource resource, ApplicationLockOwner owner, ApplicationLockMode mode)
    {
        lock (_gate)
        {
            return _resources.GetValueOrDefault(resource) is not { } locked || locked.CanBeGranted(locked.RequestOf(owner, mode));
        }
    }

    public IReadOnlyList<ApplicationLockEntry> Held() => List(locked =>
        locked.Holders.Select(holder => (holder.Owner, holder.Mode, holder.Count)));

    public IReadOnlyList<ApplicationLockEntry> Waiting() => List(locked =>
        locked.Waiters.Select(waiter => (waiter.Owner, waiter.Mode, 0)));

    private (ApplicationLockRequest Request, ApplicationLockOutcome? Outcome) Request(
        ApplicationLockResource resource,
        ApplicationLockOwner owner,
        ApplicationLockMode mode,
        TimeSpan timeout)
    {
        lock (_gate)
        {
            if (!_resources.TryGetValue(resource, out var locked))
            {
                _resources.Add(resource, locked = new LockedResource());
            }

            var request = locked.RequestOf(owner, mode);
            if (locked.CanBeGranted(request))
            {
                locked.Grant(request);
                return (request, ApplicationLockOutcome.Granted);
            }

            if (timeout == TimeSpan.Zero)
            {
                return (request, ApplicationLockOutcome.TimedOut);
            }

            locked.Enqueue(request);
            if (!DeadlockSearch.IsInCircle(owner.SessionId, _resources.Values))
            {
                return (request, null);
            }

            locked.Dequeue(request);
            return (request, ApplicationLockOutcome.DeadlockVictim);
        }
    }

    private bool Withdraw(ApplicationLockResource resource, ApplicationLockRequest request)
    {
        bool withdrawn;
        lock (_gate)
        {
            withdrawn = _resources.TryGetValue(resource, out var locked) && locked.Dequeue(request);
            Forget(resource);
        }

        changed();
        return withdrawn;
    }

    private void ReleaseAll(Func<ApplicationLockOwner, bool> isEnded)
    {
        lock (_gate)
        {
            foreach (var (resource, locked) in _resources.ToArray())
            {
                locked.ReleaseAll(isEnded);
                Forget(resource);
            }
        }

        changed();
    }

    private void Forget(ApplicationLockResource resource)
    {
        if (_resources.TryGetValue(resource, out var locked) && locked.IsUnused)
        {
            _resources.Remove(resource);
        }
    }

    private List<ApplicationLockEntry> List(
        Func<LockedResource, IEnumerable<(ApplicationLockOwner Owner, ApplicationLockMode Mode, int Count)>> entries)
    {
        lock (_gate)
        {
            return [.. from pair in _resources
                       from entry in entries(pair.Value)
                       let owner = entry.Owner
                       select new ApplicationLockEntry(
                           pair.Key, owner.SessionId, entry.Mode, entry.Count, owner.Transaction is not null)];
        }
    }
}
