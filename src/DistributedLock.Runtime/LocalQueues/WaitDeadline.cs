namespace DistributedLock.LocalQueues;

/// <summary>The end of one request's wait, on the monotonic clock and counted from its entry.</summary>
internal readonly struct WaitDeadline(TimeProvider clock, TimeSpan timeout)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Whether there is to be exactly one try.</summary>
    public bool IsSingleTry => timeout == TimeSpan.Zero;

    /// <summary>What is left; never negative, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan Rest
    {
        get
        {
            if (timeout == Timeout.InfiniteTimeSpan)
            {
                return timeout;
            }

            var rest = timeout - clock.GetElapsedTime(_start);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    public bool IsOver => Rest == TimeSpan.Zero;

    /// <summary>The shorter of an interval and what is left.</summary>
    public TimeSpan AtMost(TimeSpan interval) => Rest is var rest && rest != Timeout.InfiniteTimeSpan && rest < interval ? rest : interval;
}
