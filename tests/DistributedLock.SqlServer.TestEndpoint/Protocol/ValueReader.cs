using System.Data.SqlTypes;
using System.Text;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>Reads the types and values of parameters (MS-TDS 2.2.5.4 to 2.2.5.6).</summary>
internal static class ValueReader
{
    private const int CollationLength = 5;
    private const int NullLength = 0xFFFF;

    public static SqlType ReadType(ByteReader reader)
    {
        var code = (SqlTypeCode)reader.Byte();
        switch (code)
        {
            case SqlTypeCode.Bit or SqlTypeCode.Integer or SqlTypeCode.Float or SqlTypeCode.DateTime or SqlTypeCode.UniqueIdentifier:
                return new SqlType(code, reader.Byte());
            case SqlTypeCode.Date:
                return new SqlType(code);
            case SqlTypeCode.Time or SqlTypeCode.DateTime2 or SqlTypeCode.DateTimeOffset:
                return new SqlType(code, scale: reader.Byte());
            case SqlTypeCode.Decimal or SqlTypeCode.Numeric:
                return new SqlType(code, reader.Byte(), precision: reader.Byte(), scale: reader.Byte());
            case SqlTypeCode.VarBinary or SqlTypeCode.Binary:
                return new SqlType(code, reader.UInt16());
            case SqlTypeCode.NVarChar or SqlTypeCode.NChar or SqlTypeCode.VarChar or SqlTypeCode.Char:
                var length = reader.UInt16();
                reader.Bytes(CollationLength);
                return new SqlType(code, length);
            case SqlTypeCode.Image:
                return new SqlType(code, reader.Int32());
            case SqlTypeCode.Text or SqlTypeCode.NText:
                var longest = reader.Int32();
                reader.Bytes(CollationLength);
                return new SqlType(code, longest);
            case SqlTypeCode.Table:
                return new SqlType(code);
            default:
                throw new NotSupportedException($"The endpoint reads no parameters of type 0x{(byte)code:X2}.");
        }
    }

    public static object? ReadValue(ByteReader reader, SqlType type) => type.Code switch
    {
        SqlTypeCode.Image or SqlTypeCode.Text or SqlTypeCode.NText => ReadLarge(reader, type.Code),
        SqlTypeCode.VarBinary or SqlTypeCode.VarChar or SqlTypeCode.NVarChar when type.IsMaximumLength => ReadParts(reader, type.Code),
        SqlTypeCode.VarBinary or SqlTypeCode.Binary
            or SqlTypeCode.VarChar or SqlTypeCode.Char or SqlTypeCode.NVarChar or SqlTypeCode.NChar
            => reader.UInt16() is var length && length == NullLength ? null : Bytes(reader.Bytes(length), type.Code),
        SqlTypeCode.Table => TableReader.Read(reader),
        _ => reader.Byte() is var size && size == 0 ? null : ReadFixed(reader, type, size),
    };

    private static object ReadFixed(ByteReader reader, SqlType type, int size) => (type.Code, size) switch
    {
        (SqlTypeCode.Bit, _) => reader.Byte() != 0,
        (SqlTypeCode.Integer, 1) => reader.Byte(),
        (SqlTypeCode.Integer, 2) => reader.Int16(),
        (SqlTypeCode.Integer, 4) => reader.Int32(),
        (SqlTypeCode.Integer, _) => reader.Int64(),
        (SqlTypeCode.Float, 4) => reader.Single(),
        (SqlTypeCode.Float, _) => reader.Double(),
        (SqlTypeCode.UniqueIdentifier, _) => new Guid(reader.Bytes(size)),
        (SqlTypeCode.DateTime, 8) => new SqlDateTime(reader.Int32(), reader.Int32()).Value,
        (SqlTypeCode.Decimal or SqlTypeCode.Numeric, _) => ReadDecimal(reader, type.Scale, size),
        (SqlTypeCode.Date, _) => SqlInstant.Date(reader.Bytes(size)),
        (SqlTypeCode.Time, _) => SqlInstant.TimeOfDay(reader.Bytes(size), type.Scale),
        (SqlTypeCode.DateTime2, _) => SqlInstant.DateTime(reader.Bytes(size), type.Scale),
        (SqlTypeCode.DateTimeOffset, _) => SqlInstant.DateTimeOffset(reader.Bytes(size), type.Scale),
        _ => throw new NotSupportedException($"The endpoint reads no {type.Code} of {size} bytes."),
    };

    private static decimal ReadDecimal(ByteReader reader, byte scale, int size)
    {
        var isPositive = reader.Byte() != 0;
        Span<byte> bytes = stackalloc byte[16];
        reader.Bytes(size - 1).CopyTo(bytes);
        return new decimal(BitConverter.ToInt32(bytes), BitConverter.ToInt32(bytes[4..]), BitConverter.ToInt32(bytes[8..]), !isPositive, scale);
    }

    private static object? ReadLarge(ByteReader reader, SqlTypeCode code) =>
        reader.Int32() is var length && length < 0 ? null : Bytes(reader.Bytes(length), code);

    /// <summary>Values of <c>max</c> types come in parts (PLP): the whole length or "unknown", then parts until an empty one.</summary>
    private static object? ReadParts(ByteReader reader, SqlTypeCode code)
    {
        const long Null = -1;
        if (reader.Int64() == Null)
        {
            return null;
        }

        using var whole = new MemoryStream();
        while (reader.Int32() is var length && length > 0)
        {
            whole.Write(reader.Bytes(length));
        }

        return Bytes(whole.ToArray(), code);
    }

    private static object Bytes(ReadOnlySpan<byte> bytes, SqlTypeCode code) => code switch
    {
        SqlTypeCode.NVarChar or SqlTypeCode.NChar or SqlTypeCode.NText => Encoding.Unicode.GetString(bytes),
        SqlTypeCode.VarChar or SqlTypeCode.Char or SqlTypeCode.Text => Encoding.Latin1.GetString(bytes),
        _ => bytes.ToArray(),
    };
}
