using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace DistributedLock.SqlServer.TestEndpoint.Sessions;

/// <summary>Listens on a port and runs the connections that come in, until it is disposed of.</summary>
internal sealed class Acceptor : IAsyncDisposable
{
    private readonly ServerState _server;
    private readonly TcpListener _listener;
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<SessionConnection, Task> _connections = [];

    public Acceptor(ServerState server, IPEndPoint address)
    {
        _server = server;
        _listener = new TcpListener(address);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        foreach (var connection in _connections.Keys)
        {
            connection.Kill();
        }

        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = new SessionConnection(_server, await _listener.AcceptSocketAsync().ConfigureAwait(false));
                var started = new TaskCompletionSource();
                _connections[connection] = RunAsync(connection, started.Task);

                // Not before it is in the list that a stop goes through.
                started.SetResult();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task RunAsync(SessionConnection connection, Task started)
    {
        await started.ConfigureAwait(false);
        await Task.Yield();
        await connection.RunAsync().ConfigureAwait(false);
        _connections.TryRemove(connection, out _);
        connection.Dispose();
    }
}
