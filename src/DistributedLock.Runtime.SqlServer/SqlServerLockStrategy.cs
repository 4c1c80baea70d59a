namespace DistributedLock;

/// <summary>How locks are kept in SQL Server. Locks of the two strategies know nothing of each other.</summary>
public enum SqlServerLockStrategy
{
    /// <summary>Application locks of a session (<c>sp_getapplock</c>): freed with the connection, many on one.</summary>
    ApplicationLocks,

    /// <summary>Leases in a table behind stored procedures, renewed while they are held. Can be inspected, and outlives a cut connection.</summary>
    LeaseTable,
}
