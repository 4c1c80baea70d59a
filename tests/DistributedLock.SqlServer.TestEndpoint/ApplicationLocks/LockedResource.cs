namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>
/// The holders and the waiters of one lock. Waiters are served in the order they came: one is let in when it meets all holders and all
/// who wait before it. Not thread-safe.
/// </summary>
internal sealed class LockedResource
{
    private readonly List<ApplicationLockGrant> _holders = [];
    private readonly List<ApplicationLockRequest> _waiters = [];

    public IReadOnlyList<ApplicationLockGrant> Holders => _holders;

    public IReadOnlyList<ApplicationLockRequest> Waiters => _waiters;

    public bool IsUnused => _holders.Count == 0 && _waiters.Count == 0;

    public ApplicationLockGrant? HeldBy(ApplicationLockOwner owner) => _holders.Find(holder => holder.Owner == owner);

    public ApplicationLockRequest RequestOf(ApplicationLockOwner owner, ApplicationLockMode mode)
    {
        var held = HeldBy(owner);
        return new ApplicationLockRequest(owner, mode | (held?.Mode ?? ApplicationLockMode.NoLock), held is not null);
    }

    public bool CanBeGranted(ApplicationLockRequest request) => !SessionsInTheWayOf(request).Any();

    /// <summary>The sessions that a request, waiting or not, has to wait for.</summary>
    public IEnumerable<int> SessionsInTheWayOf(ApplicationLockRequest request)
    {
        var holders = _holders.Select(holder => (holder.Owner, holder.Mode));
        var before = request.IsConversion
            ? []
            : _waiters.TakeWhile(waiter => waiter != request).Select(waiter => (waiter.Owner, waiter.Mode));

        // A session is never in its own way, be the lock its own or that of its transaction.
        return holders.Concat(before)
            .Where(other => other.Owner.SessionId != request.Owner.SessionId && !other.Mode.IsCompatibleWith(request.Mode))
            .Select(other => other.Owner.SessionId);
    }

    public void Grant(ApplicationLockRequest request)
    {
        var grant = HeldBy(request.Owner);
        if (grant is null)
        {
            _holders.Add(grant = new ApplicationLockGrant(request.Owner));
        }

        grant.Mode = request.Mode;
        grant.Count++;
    }

    public void Enqueue(ApplicationLockRequest request)
    {
        var place = request.IsConversion ? _waiters.FindLastIndex(waiter => waiter.IsConversion) + 1 : _waiters.Count;
        _waiters.Insert(place, request);
    }

    /// <summary>Takes a waiter out; false when it was let in before.</summary>
    public bool Dequeue(ApplicationLockRequest request)
    {
        if (!_waiters.Remove(request))
        {
            return false;
        }

        LetIn();
        return true;
    }

    /// <summary>Gives back one acquisition; false when the owner has none.</summary>
    public bool Release(ApplicationLockOwner owner)
    {
        if (HeldBy(owner) is not { } grant)
        {
            return false;
        }

        // The mode stays what the strongest request made it until the last release.
        if (--grant.Count == 0)
        {
            _holders.Remove(grant);
            LetIn();
        }

        return true;
    }

    public void ReleaseAll(Func<ApplicationLockOwner, bool> isEnded)
    {
        _holders.RemoveAll(holder => isEnded(holder.Owner));
        LetIn();
    }

    private void LetIn()
    {
        foreach (var waiter in _waiters.ToArray())
        {
            if (CanBeGranted(waiter))
            {
                _waiters.Remove(waiter);
                Grant(waiter);
                waiter.Grant();
            }
        }
    }
}
