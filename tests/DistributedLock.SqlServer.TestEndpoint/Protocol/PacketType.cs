namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>First byte of a packet (MS-TDS 2.2.3.1.1).</summary>
internal enum PacketType : byte
{
    SqlBatch = 0x01,
    Rpc = 0x03,
    TabularResult = 0x04,
    Attention = 0x06,
    TransactionManager = 0x0E,
    Login = 0x10,
    PreLogin = 0x12,
}
