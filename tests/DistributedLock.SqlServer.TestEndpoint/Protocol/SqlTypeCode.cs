namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>The data types that the endpoint reads or writes (MS-TDS 2.2.5.4).</summary>
internal enum SqlTypeCode : byte
{
    Image = 0x22,
    Text = 0x23,
    UniqueIdentifier = 0x24,
    Integer = 0x26,
    Date = 0x28,
    Time = 0x29,
    DateTime2 = 0x2A,
    DateTimeOffset = 0x2B,
    NText = 0x63,
    Bit = 0x68,
    Decimal = 0x6A,
    Numeric = 0x6C,
    Float = 0x6D,
    DateTime = 0x6F,
    VarBinary = 0xA5,
    VarChar = 0xA7,
    Binary = 0xAD,
    Char = 0xAF,
    NVarChar = 0xE7,
    NChar = 0xEF,
    Table = 0xF3,
}
