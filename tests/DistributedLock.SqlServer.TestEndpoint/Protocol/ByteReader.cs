using System.Buffers.Binary;
using System.Text;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>Reads the little-endian fields of a request, front to back.</summary>
internal sealed class ByteReader(byte[] payload)
{
    private int _position;

    public bool IsAtEnd => _position >= payload.Length;

    public byte Byte() => Bytes(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public short Int16() => BinaryPrimitives.ReadInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(8));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Bytes(4));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        var bytes = payload.AsSpan(_position, count);
        _position += count;
        return bytes;
    }

    public ReadOnlySpan<byte> Rest() => Bytes(payload.Length - _position);

    /// <summary>Text of so many UTF-16 characters.</summary>
    public string Characters(int count) => Encoding.Unicode.GetString(Bytes(count * 2));

    /// <summary>Text with its count of characters in one byte before it.</summary>
    public string ShortText() => Characters(Byte());

    /// <summary>The block of headers before a batch, a procedure call or a transaction request (MS-TDS 2.2.5.3).</summary>
    public void SkipHeaders() => Bytes(Int32() - 4);
}
