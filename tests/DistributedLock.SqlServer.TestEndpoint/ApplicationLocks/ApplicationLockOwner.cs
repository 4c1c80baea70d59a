namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>Who holds a lock: a session, or one transaction of it.</summary>
internal readonly record struct ApplicationLockOwner(int SessionId, long? Transaction);
