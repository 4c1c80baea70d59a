namespace DistributedLock.LocalQueues;

/// <summary>How long the waiters of a provider sleep between two tries when nobody wakes them: not all the same, so that they don't move in step. Thread-safe.</summary>
internal sealed class PollDelays
{
    private readonly Random _random = new();

    /// <summary>The interval with up to a third taken off at random, or until a lease in the way has ended and a little longer, if that is sooner.</summary>
    /// <param name="interval">The longest sleep.</param>
    /// <param name="rest">What is left of the lease in the way; <see langword="null"/> when nobody knows.</param>
    public TimeSpan Next(TimeSpan interval, TimeSpan? rest = null)
    {
        double share;
        lock (_random)
        {
            share = _random.NextDouble();
        }

        var poll = TimeSpan.FromMilliseconds(interval.TotalMilliseconds * (1 - (share / 3)));
        if (rest is not { } until || until >= poll)
        {
            return poll;
        }

        // A lease that has just ended may come with a negative rest.
        var expiry = (until > TimeSpan.Zero ? until : TimeSpan.Zero) + TimeSpan.FromMilliseconds(1 + (share * 20));
        return expiry < poll ? expiry : poll;
    }
}
