using System.Buffers.Binary;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>The answer to a client's first message (MS-TDS 2.2.6.5): no encryption, no MARS.</summary>
internal static class PreLogin
{
    private const byte EncryptionNotSupported = 0x02;
    private const byte Terminator = 0xFF;
    private const int OptionLength = 5;

    public static byte[] Answer(Version serverVersion)
    {
        (byte Token, byte[] Data)[] options =
        [
            (0x00, [.. VersionOf(serverVersion), 0, 0]),
            (0x01, [EncryptionNotSupported]),
            (0x02, [0]),
            (0x03, []),
            (0x04, [0]),
        ];

        var answer = new List<byte>();
        var offset = (options.Length * OptionLength) + 1;
        Span<byte> place = stackalloc byte[4];
        foreach (var (token, data) in options)
        {
            BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)offset);
            BinaryPrimitives.WriteUInt16BigEndian(place[2..], (ushort)data.Length);
            answer.Add(token);
            answer.AddRange(place);
            offset += data.Length;
        }

        answer.Add(Terminator);
        foreach (var (_, data) in options)
        {
            answer.AddRange(data);
        }

        return [.. answer];
    }

    private static byte[] VersionOf(Version version) =>
        [(byte)version.Major, (byte)version.Minor, (byte)(version.Build >> 8), (byte)version.Build];
}
