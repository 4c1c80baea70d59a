using System.Net;
using System.Net.Sockets;

namespace DistributedLock.Postgres.Tests;

/// <summary>
/// What a client sees of a connection pooler: it is told of another server process than the one that answers. Everything else is handed on as it is, and
/// searched for names of prepared statements.
/// </summary>
internal sealed class PoolerLookalike : IAsyncDisposable
{
    // BackendKeyData of the protocol: its type, and its length of 12 bytes; the process id follows.
    private static readonly byte[] KeyData = [(byte)'K', 0, 0, 0, 12];

    // How the driver's names of statements that it prepares by itself begin.
    private static readonly byte[] PreparedName = "_auto"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly int _serverPort;
    private readonly bool _isDisguised;
    private readonly Task _accepting;
    private volatile bool _hasSeenPreparedStatements;

    /// <param name="serverPort">The server behind it.</param>
    /// <param name="isDisguised"><see langword="false"/> for one that only listens in.</param>
    public PoolerLookalike(int serverPort, bool isDisguised = true)
    {
        _isDisguised = isDisguised;
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool HasSeenPreparedStatements => _hasSeenPreparedStatements;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _closing.Token);
            var up = HandOnAsync(client.GetStream(), server.GetStream(), Search);
            var down = HandOnAsync(server.GetStream(), client.GetStream(), Disguise);
            await Task.WhenAny(up, down);
        }
    }

    private async Task HandOnAsync(NetworkStream from, NetworkStream to, Action<Memory<byte>> change)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, _closing.Token)) > 0)
            {
                change(buffer.AsMemory(0, count));
                await to.WriteAsync(buffer.AsMemory(0, count), _closing.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // One of the two has gone.
        }
    }

    private void Search(Memory<byte> bytes) => _hasSeenPreparedStatements |= bytes.Span.IndexOf(PreparedName) >= 0;

    private void Disguise(Memory<byte> bytes)
    {
        if (_isDisguised && bytes.Span.IndexOf(KeyData) is var start and >= 0 && start + KeyData.Length < bytes.Length)
        {
            bytes.Span[start + KeyData.Length] ^= 0x40;
        }
    }
}
