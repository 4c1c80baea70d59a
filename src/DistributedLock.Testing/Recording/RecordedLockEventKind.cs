namespace DistributedLock.Testing;

/// <summary>What happened to a request for a lock, or to the lock.</summary>
public enum RecordedLockEventKind
{
    /// <summary>
    /// An asynchronous request was not answered at once. With a <see cref="FakeLockProvider"/> it is in the queue, or waits for what its script says; with
    /// a real backend it is on its way.
    /// </summary>
    Waiting,

    /// <summary>The lock was acquired.</summary>
    Acquired,

    /// <summary>The request ended without the lock, which is held elsewhere.</summary>
    Contended,

    /// <summary>The request was cancelled.</summary>
    Canceled,

    /// <summary>The request ended with another exception.</summary>
    Failed,

    /// <summary>The handle was disposed for the first time, also when the lock had been lost before.</summary>
    Released,

    /// <summary>The holder could know from here on that the lock was lost.</summary>
    Lost,
}
