using DistributedLock.LocalQueues;

namespace DistributedLock.Leases;

/// <summary>The waiters of one resource inside this process: only the one whose turn it is talks to the store.</summary>
internal sealed class LeaseQueue(LockResource resource)
{
    public LockResource Resource { get; } = resource;

    /// <summary>First come, first served. Never retired: the table drops the whole queue.</summary>
    public LocalLock Turn { get; } = new();

    /// <summary>What the one whose turn it is sleeps on.</summary>
    public WakeUp WakeUp { get; } = new();

    /// <summary>The store's signals. Made by the one whose turn it is, and kept for a while after the last waiter, for the next one.</summary>
    public ILeaseSubscription? Subscription { get; set; }

    /// <summary>Whether the store was asked for a subscription; it may have none to give.</summary>
    public bool IsSubscribed { get; set; }

    /// <summary>Guarded by the table.</summary>
    public int Waiters { get; set; }

    /// <summary>When the last waiter left; guarded by the table.</summary>
    public long IdleSince { get; set; }
}
