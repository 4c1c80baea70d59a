namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>What of a session's surroundings has changed (ENVCHANGE, MS-TDS 2.2.7.9).</summary>
internal enum EnvironmentChange : byte
{
    Database = 1,
    Language = 2,
    PacketSize = 4,
    Collation = 7,
    BeginTransaction = 8,
    CommitTransaction = 9,
    RollbackTransaction = 10,
    ResetAcknowledged = 18,
}
