using System.Buffers.Binary;
using System.Text;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>What a client says about itself (LOGIN7, MS-TDS 2.2.6.4).</summary>
internal sealed record Login(
    string UserId,
    string Password,
    string ApplicationName,
    string Database,
    int PacketSize,
    bool AsksForSessionRecovery)
{
    private const int PacketSizeOffset = 8;
    private const int OptionFlags3Offset = 27;
    private const byte HasExtension = 0x10;
    private const byte SessionRecovery = 0x01;
    private const byte EndOfFeatures = 0xFF;

    public static Login Read(byte[] payload) => new(
        Text(payload, 40),
        Reveal(payload, 44),
        Text(payload, 48),
        Text(payload, 68),
        BinaryPrimitives.ReadInt32LittleEndian(payload.AsSpan(PacketSizeOffset)),
        AsksFor(payload, SessionRecovery));

    private static string Text(byte[] payload, int at) => Encoding.Unicode.GetString(Field(payload, at));

    private static ReadOnlySpan<byte> Field(byte[] payload, int at)
    {
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(payload.AsSpan(at));
        var characters = BinaryPrimitives.ReadUInt16LittleEndian(payload.AsSpan(at + 2));
        return payload.AsSpan(offset, characters * 2);
    }

    /// <summary>A password travels with the halves of each byte swapped, and then inverted by 0xA5.</summary>
    private static string Reveal(byte[] payload, int at)
    {
        var hidden = Field(payload, at).ToArray();
        for (var i = 0; i < hidden.Length; i++)
        {
            var inverted = hidden[i] ^ 0xA5;
            hidden[i] = (byte)((inverted << 4) | (inverted >> 4));
        }

        return Encoding.Unicode.GetString(hidden);
    }

    private static bool AsksFor(byte[] payload, byte feature)
    {
        if ((payload[OptionFlags3Offset] & HasExtension) == 0)
        {
            return false;
        }

        // The extension field holds the offset of the feature list, not the list.
        var extension = BinaryPrimitives.ReadUInt16LittleEndian(payload.AsSpan(56));
        var at = BinaryPrimitives.ReadInt32LittleEndian(payload.AsSpan(extension));
        while (at < payload.Length && payload[at] != EndOfFeatures)
        {
            if (payload[at] == feature)
            {
                return true;
            }

            at += 5 + BinaryPrimitives.ReadInt32LittleEndian(payload.AsSpan(at + 1));
        }

        return false;
    }
}
