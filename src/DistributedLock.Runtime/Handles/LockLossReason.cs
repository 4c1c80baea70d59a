namespace DistributedLock;

/// <summary>Why a lock was lost.</summary>
public enum LockLossReason
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The store says that the lock is no longer ours.</summary>
    NotHeld,

    /// <summary>The session that holds the lock (connection, open file) ended.</summary>
    SessionEnded,

    /// <summary>The lock was held longer than <see cref="LockRequest.MaxHold"/>.</summary>
    HoldExceeded,

    /// <summary>The provider was disposed.</summary>
    ProviderDisposed,

    /// <summary>The lease was not renewed in time, because the store did not answer or the process was stopped: it may have ended.</summary>
    NotRenewed,
}
