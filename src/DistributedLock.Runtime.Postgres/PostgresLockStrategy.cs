namespace DistributedLock;

/// <summary>How locks are kept in PostgreSQL. Locks of the two strategies know nothing of each other.</summary>
public enum PostgresLockStrategy
{
    /// <summary>Advisory locks of a session: freed with the connection, many on one. Needs direct connections to the server.</summary>
    Advisory,

    /// <summary>Leases in a table, renewed while they are held. Works behind a transaction-pooling proxy, and can be inspected.</summary>
    LeaseTable,
}
