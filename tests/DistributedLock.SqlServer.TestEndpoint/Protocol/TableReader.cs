using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>Reads the value of a table-valued parameter (MS-TDS 2.2.5.5.5): the rows, each with one value for each column.</summary>
internal static class TableReader
{
    private const ushort NoColumns = 0xFFFF;
    private const byte EndOfTable = 0x00;
    private const byte Row = 0x01;

    public static IReadOnlyList<object?[]> Read(ByteReader reader)
    {
        // Database, schema and name of the type.
        _ = (reader.ShortText(), reader.ShortText(), reader.ShortText());

        var columns = ReadColumns(reader);
        SkipHints(reader);

        var rows = new List<object?[]>();
        while (reader.Byte() == Row)
        {
            rows.Add([.. columns.Select(column => ValueReader.ReadValue(reader, column))]);
        }

        return rows;
    }

    private static List<SqlType> ReadColumns(ByteReader reader)
    {
        var columns = new List<SqlType>();
        var count = reader.UInt16();
        for (var i = 0; count != NoColumns && i < count; i++)
        {
            reader.Bytes(6);
            columns.Add(ValueReader.ReadType(reader));
            reader.ShortText();
        }

        return columns;
    }

    /// <summary>Sort order and column order: of no use here.</summary>
    private static void SkipHints(ByteReader reader)
    {
        for (var token = reader.Byte(); token != EndOfTable; token = reader.Byte())
        {
            const byte OrderUnique = 0x10;
            reader.Bytes(reader.UInt16() * (token == OrderUnique ? 3 : 2));
        }
    }
}
