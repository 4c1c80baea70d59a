namespace DistributedLock;

/// <summary>
/// The times that code configures for all locks, for a profile or for the locks of one template. What is not set stays as the level below has it. Read once, when the
/// lock provider is created.
/// </summary>
public sealed class LockTimes
{
    /// <summary>
    /// How long to wait: zero (one try) to about 49 days, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. Built-in: 10 s, and zero on job classes.
    /// </summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The lease of lease-based backends, from a millisecond to about 49 days. Built-in: 30 s.</summary>
    public TimeSpan? Lease { get; set; }

    /// <summary>Keeps a lock at least this long, even if its body ends sooner: zero to about 49 days, and below the lease. Built-in: zero.</summary>
    public TimeSpan? HoldAtLeast { get; set; }

    /// <summary>The longest time to hold a lock, from a millisecond to about 49 days. Built-in: no limit.</summary>
    public TimeSpan? MaxHold { get; set; }

    /// <summary>
    /// After how long a job is run again that did not get its lock, from a millisecond to about 49 days. Only for jobs whose declaration says <see cref="Contention.Reschedule"/>.
    /// </summary>
    public TimeSpan? RescheduleAfter { get; set; }
}
