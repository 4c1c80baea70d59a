namespace DistributedLock;

/// <summary>
/// On a parameter that is given a lock handle: the method called becomes responsible for disposing it, now or later. The analyzers then count the handle as
/// released for the caller (DLK0102). Has no effect at run time.
/// </summary>
/// <example><code>public LockedSession([TakesLockOwnership] IDistributedLockHandle handle) => _handle = handle;</code></example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TakesLockOwnershipAttribute : Attribute;
