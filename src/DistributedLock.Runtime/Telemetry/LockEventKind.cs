namespace DistributedLock;

/// <summary>What happened to a lock.</summary>
public enum LockEventKind
{
    /// <summary>A lock was acquired; <see cref="LockEvent.Duration"/> is the wait for it.</summary>
    Acquired,

    /// <summary>A wait ended without the lock, because somebody else has it.</summary>
    Contended,

    /// <summary>A wait was cancelled by its caller.</summary>
    Canceled,

    /// <summary>An acquisition failed; <see cref="LockEvent.Exception"/> says why.</summary>
    Failed,

    /// <summary>A lease was renewed.</summary>
    Renewed,

    /// <summary>A renewal failed, or nobody knows whether it did; it is tried again until the lock counts as lost.</summary>
    RenewalFailed,

    /// <summary>A lock was lost before it was released; <see cref="LockEvent.LossReason"/> says why. <see cref="LockEvent.Duration"/> is the time it was held.</summary>
    Lost,

    /// <summary>A lock was released; <see cref="LockEvent.Duration"/> is the time it was held.</summary>
    Released,

    /// <summary>The store did not acknowledge a release: the lock is freed when its lease or session ends. Comes instead of <see cref="Released"/>.</summary>
    ReleaseFailed,

    /// <summary>A handle was garbage-collected without being disposed: the lock is released, when the collector comes to it.</summary>
    Abandoned,

    /// <summary>
    /// This process ended a hold by force, by <see cref="IDistributedLockInspector.ForceReleaseAsync"/>: <see cref="LockEvent.Hold"/> says whose it was. The holder, in whatever
    /// process, is told <see cref="Lost"/>.
    /// </summary>
    ForceReleased,
}
