using System.Buffers.Binary;
using System.Text;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>Puts the little-endian fields of an answer together.</summary>
internal class ByteWriter
{
    private readonly MemoryStream _bytes = new();

    /// <summary>How much is written; set to take back what came after.</summary>
    public long Length
    {
        get => _bytes.Length;
        set => _bytes.SetLength(value);
    }

    public ReadOnlyMemory<byte> Written => _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);

    public void Byte(byte value) => _bytes.WriteByte(value);

    public void Bytes(ReadOnlySpan<byte> value) => _bytes.Write(value);

    public void UInt16(int value) => Int64(value, 2);

    public void Int32(int value) => Int64(value, 4);

    public void Int64(long value) => Int64(value, 8);

    /// <summary>The lowest bytes of a number.</summary>
    public void Int64(long value, int length)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.Write(bytes[..length]);
    }

    /// <summary>Text with its count of characters in one byte before it.</summary>
    public void ShortText(string text)
    {
        Byte((byte)text.Length);
        Bytes(Encoding.Unicode.GetBytes(text));
    }

    /// <summary>Text with its count of characters in two bytes before it.</summary>
    public void LongText(string text)
    {
        UInt16(text.Length);
        Bytes(Encoding.Unicode.GetBytes(text));
    }
}
