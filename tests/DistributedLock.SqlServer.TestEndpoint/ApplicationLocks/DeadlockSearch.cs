namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>
/// Looks for circles of sessions that wait for each other. A circle can only come to be with a new waiter and then goes through that
/// waiter, so looking from there finds every one. A server looks every few seconds instead, and chooses its victim by priority and cost.
/// </summary>
internal static class DeadlockSearch
{
    public static bool IsInCircle(int sessionId, IEnumerable<LockedResource> resources)
    {
        // No MARS, so a session waits for one lock at a time.
        var inTheWay = (from resource in resources
                        from waiter in resource.Waiters
                        select (waiter.Owner.SessionId, Others: resource.SessionsInTheWayOf(waiter)))
            .ToLookup(wait => wait.SessionId, wait => wait.Others);

        var seen = new HashSet<int>();
        var open = new Stack<int>([sessionId]);
        while (open.TryPop(out var current))
        {
            foreach (var other in inTheWay[current].SelectMany(others => others))
            {
                if (other == sessionId)
                {
                    return true;
                }

                if (seen.Add(other))
                {
                    open.Push(other);
                }
            }
        }

        return false;
    }
}
