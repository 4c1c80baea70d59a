namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>What a driver asks of the transaction manager (MS-TDS 2.2.6.9).</summary>
internal enum TransactionRequest : ushort
{
    Begin = 5,
    Commit = 7,
    RollBack = 8,
}
