namespace DistributedLock;

/// <summary>What happens when the wait for a lock ends without the lock. The body never runs unlocked.</summary>
public enum Contention
{
    /// <summary>Not set: <see cref="Throw"/> on methods, <see cref="Skip"/> on job classes.</summary>
    Default = 0,

    /// <summary>The caller gets a <see cref="LockNotAcquiredException"/>.</summary>
    Throw,

    /// <summary>
    /// The body is skipped. A method whose body returns a value must return <see cref="LockResult{T}"/>, so that the caller can tell.
    /// </summary>
    Skip,

    /// <summary>The job is run again later, where the job framework can do that. Not for ordinary methods.</summary>
    Reschedule,
}
