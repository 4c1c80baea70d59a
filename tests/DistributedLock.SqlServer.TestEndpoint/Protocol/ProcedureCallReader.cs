using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>Reads the call of a procedure (RPC request, MS-TDS 2.2.6.6).</summary>
internal static class ProcedureCallReader
{
    private const ushort KnownByNumber = 0xFFFF;
    private const byte OutputFlag = 0x01;

    /// <summary>The procedures that a driver calls by number.</summary>
    private static readonly Dictionary<int, string> NumberedProcedures = new()
    {
        [10] = "sp_executesql",
        [11] = "sp_prepare",
        [12] = "sp_execute",
        [13] = "sp_prepexec",
        [15] = "sp_unprepare",
    };

    public static (string Name, StatementParameters Parameters) Read(ByteReader reader)
    {
        var length = reader.UInt16();
        var name = length == KnownByNumber ? NameOf(reader.UInt16()) : reader.Characters(length);
        reader.UInt16();

        var parameters = new List<StatementParameter>();
        while (!reader.IsAtEnd)
        {
            parameters.Add(ReadParameter(reader));
        }

        return (name, new StatementParameters(parameters));
    }

    private static StatementParameter ReadParameter(ByteReader reader)
    {
        var name = reader.ShortText();
        var isOutput = (reader.Byte() & OutputFlag) != 0;
        var type = ValueReader.ReadType(reader);
        return new StatementParameter(name, type, ValueReader.ReadValue(reader, type), isOutput);
    }

    private static string NameOf(int number) =>
        NumberedProcedures.GetValueOrDefault(number) ?? $"procedure number {number}";
}
