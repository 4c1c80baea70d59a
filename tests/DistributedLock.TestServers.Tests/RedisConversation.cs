using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DistributedLock.TestServers.Tests;

/// <summary>Redis's protocol by hand, one connection and no second try: what a driver would hide is seen. https://redis.io/docs/latest/develop/reference/protocol-spec/</summary>
internal sealed class RedisConversation : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly StreamReader _reader;

    private RedisConversation(Socket socket)
    {
        _socket = socket;
        _reader = new StreamReader(new NetworkStream(socket));
    }

    public static async Task<RedisConversation> StartAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new RedisConversation(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task<string?> AskAsync(string command, CancellationToken cancellationToken)
    {
        await SendAsync(command, cancellationToken);
        return await AnswerAsync(cancellationToken);
    }

    public async Task SendAsync(string command, CancellationToken cancellationToken) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(command + "\r\n"), SocketFlags.None, cancellationToken);

    /// <summary>A simple answer with its mark, the text of a string, or null for none.</summary>
    public async Task<string?> AnswerAsync(CancellationToken cancellationToken)
    {
        var line = await _reader.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException("The server has closed the connection.");
        if (line[0] != '$')
        {
            return line;
        }

        var length = int.Parse(line[1..], CultureInfo.InvariantCulture);
        if (length < 0)
        {
            return null;
        }

        // The tests' values are ASCII: as many characters as bytes; two more end the line.
        var text = new char[length + 2];
        return await _reader.ReadBlockAsync(text, cancellationToken) == text.Length
            ? new string(text, 0, length)
            : throw new EndOfStreamException("The server has closed the connection.");
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }
}
