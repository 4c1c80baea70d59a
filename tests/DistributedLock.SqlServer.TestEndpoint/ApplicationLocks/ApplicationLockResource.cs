namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>What identifies a lock: all three together, compared ordinally.</summary>
/// <param name="Database">The session's database: the same name in another database is another lock.</param>
/// <param name="Principal">The database principal that guards the lock.</param>
/// <param name="Name">At most 255 characters; a server cuts longer names without a word.</param>
public sealed record ApplicationLockResource(string Database, string Principal, string Name);
