namespace DistributedLock;

/// <summary>Why a lock was lost.</summary>
public enum LockLossReason
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The store says that the lock is no longer ours, or renewals were not acknowledged in time.</summary>
    NotHeld,

    /// <summary>The session that holds the lock (connection, open file) ended.</summary>
    SessionEnded,

    /// <summary>The lock was held longer than <see cref="LockRequest.MaxHold"/>.</summary>
    HoldExceeded,

    /// <summary>The provider was disposed.</summary>
    ProviderDisposed,
}
