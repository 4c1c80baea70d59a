using System.Globalization;
using System.Text;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>Writes the types and values of columns and output parameters.</summary>
internal static class ValueWriter
{
    private const int NullLength = 0xFFFF;

    /// <summary>SQL_Latin1_General_CP1_CI_AS, the default of a server set up in US English.</summary>
    public static ReadOnlySpan<byte> Collation => [0x09, 0x04, 0xD0, 0x00, 0x34];

    public static void WriteType(ByteWriter writer, SqlType type)
    {
        writer.Byte((byte)type.Code);
        switch (type.Code)
        {
            case SqlTypeCode.Bit or SqlTypeCode.Integer or SqlTypeCode.Float or SqlTypeCode.UniqueIdentifier:
                writer.Byte((byte)type.Length);
                break;
            case SqlTypeCode.DateTime2 or SqlTypeCode.DateTimeOffset:
                writer.Byte(type.Scale);
                break;
            case SqlTypeCode.VarBinary or SqlTypeCode.Binary:
                writer.UInt16(type.Length);
                break;
            case SqlTypeCode.NVarChar or SqlTypeCode.NChar or SqlTypeCode.VarChar or SqlTypeCode.Char:
                writer.UInt16(type.Length);
                writer.Bytes(Collation);
                break;
            default:
                throw new NotSupportedException($"The endpoint writes no values of type {type.Code}.");
        }
    }

    public static void WriteValue(ByteWriter writer, SqlType type, object? value)
    {
        var bytes = VariableLengthBytes(type, value);
        switch (type.Code)
        {
            case SqlTypeCode.VarBinary or SqlTypeCode.VarChar or SqlTypeCode.NVarChar when type.IsMaximumLength:
                WriteParts(writer, bytes);
                break;
            case SqlTypeCode.VarBinary or SqlTypeCode.Binary
                or SqlTypeCode.VarChar or SqlTypeCode.Char or SqlTypeCode.NVarChar or SqlTypeCode.NChar:
                writer.UInt16(bytes is null ? NullLength : Math.Min(bytes.Length, type.Length));
                writer.Bytes(bytes.AsSpan(0, Math.Min(bytes?.Length ?? 0, type.Length)));
                break;
            default:
                WriteFixed(writer, type, value);
                break;
        }
    }

    private static byte[]? VariableLengthBytes(SqlType type, object? value) => (value, type.Code) switch
    {
        (string text, SqlTypeCode.VarChar or SqlTypeCode.Char) => Encoding.Latin1.GetBytes(text),
        (string text, _) => Encoding.Unicode.GetBytes(text),
        (byte[] bytes, _) => bytes,
        _ => null,
    };

    private static void WriteFixed(ByteWriter writer, SqlType type, object? value)
    {
        switch (value)
        {
            case null:
                writer.Byte(0);
                break;
            case Guid id:
                writer.Byte(16);
                writer.Bytes(id.ToByteArray());
                break;
            case DateTime instant:
                SqlInstant.Write(writer, instant, type.Scale);
                break;
            case DateTimeOffset instant:
                SqlInstant.Write(writer, instant, type.Scale);
                break;
            default:
                writer.Byte((byte)type.Length);
                writer.Int64(Number(type, value), type.Length);
                break;
        }
    }

    private static long Number(SqlType type, object value) => type.Code == SqlTypeCode.Float
        ? BitConverter.DoubleToInt64Bits(Convert.ToDouble(value, CultureInfo.InvariantCulture))
        : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static void WriteParts(ByteWriter writer, byte[]? bytes)
    {
        const long Null = -1;
        writer.Int64(bytes?.Length ?? Null);
        if (bytes is null)
        {
            return;
        }

        if (bytes.Length > 0)
        {
            writer.Int32(bytes.Length);
            writer.Bytes(bytes);
        }

        writer.Int32(0);
    }
}
