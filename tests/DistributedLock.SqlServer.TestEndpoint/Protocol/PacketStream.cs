using System.Buffers.Binary;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>Cuts a stream of bytes into messages and messages into packets (MS-TDS 2.2.3). One reader and one writer at a time.</summary>
internal sealed class PacketStream(Stream stream)
{
    public const int DefaultPacketSize = 4096;
    private const int HeaderLength = 8;

    /// <summary>Largest packet sent, header included; agreed during the login.</summary>
    public int PacketSize { get; set; } = DefaultPacketSize;

    /// <summary>The session's id, as it stands in the header of every packet sent.</summary>
    public ushort SessionId { get; set; }

    /// <summary>The next message, or null when the client has closed the connection between two of them.</summary>
    public async Task<Message?> ReadAsync(CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        using var payload = new MemoryStream();
        var flags = PacketStatus.Normal;

        for (var first = true; ; first = false)
        {
            var read = await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            if (read < HeaderLength)
            {
                return null;
            }

            var status = (PacketStatus)header[1];
            var content = new byte[Math.Max(BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - HeaderLength, 0)];
            await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
            payload.Write(content);

            // The specification: reset flags count in the first packet only.
            flags |= first ? status : status & (PacketStatus.EndOfMessage | PacketStatus.Ignore);
            if (status.HasFlag(PacketStatus.EndOfMessage))
            {
                return new Message((PacketType)header[0], flags, payload.ToArray());
            }
        }
    }

    /// <summary>Sends an answer in as many packets as it needs.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var room = PacketSize - HeaderLength;
        byte number = 1;
        do
        {
            var part = payload[..Math.Min(room, payload.Length)];
            payload = payload[part.Length..];

            var packet = new byte[HeaderLength + part.Length];
            packet[0] = (byte)PacketType.TabularResult;
            packet[1] = (byte)(payload.IsEmpty ? PacketStatus.EndOfMessage : PacketStatus.Normal);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), SessionId);
            packet[6] = number++;
            part.CopyTo(packet.AsMemory(HeaderLength));
            await stream.WriteAsync(packet, cancellationToken).ConfigureAwait(false);
        }
        while (!payload.IsEmpty);
    }
}
