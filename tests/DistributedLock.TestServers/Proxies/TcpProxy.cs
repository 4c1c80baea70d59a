using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DistributedLock.TestServers;

/// <summary>
/// A bad line between a driver and its server, on a loopback port of its own. It hands on bytes and understands no protocol. States add up until
/// <see cref="Heal"/>. Thread-safe.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly object _listening = new();
    private Socket _listener;
    private Task _accepting = Task.CompletedTask;
    private bool _refusing;
    private int _accepted;
    private AnswerTrap? _trap;

    private TcpProxy(IPEndPoint server, Socket listener)
    {
        (_server, _listener) = (server, listener);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        Listen();
    }

    /// <summary>The loopback port to connect to, the same for the proxy's whole life.</summary>
    public int Port { get; }

    /// <summary>How many connections were accepted.</summary>
    public int AcceptedConnections => Volatile.Read(ref _accepted);

    /// <summary>How many connections are open.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>How many bytes were handed to the server.</summary>
    public long BytesUp => Up.Bytes;

    /// <summary>How many bytes were handed to clients.</summary>
    public long BytesDown => Down.Bytes;

    internal bool LostBytes => _connections.Keys.Any(connection => connection.LostBytes);

    internal ProxyLine Up { get; } = new();

    internal ProxyLine Down { get; } = new();

    internal AnswerTrap? Trap => Volatile.Read(ref _trap);

    /// <summary>Starts a proxy before a server of ours.</summary>
    public static TcpProxy Start(TestServer server) => Start(server.Port);

    /// <summary>Starts a proxy before whatever listens, or will listen, on a loopback port.</summary>
    public static TcpProxy Start(int serverPort)
    {
        for (var i = 1; ; i++)
        {
            try
            {
                return new TcpProxy(new IPEndPoint(IPAddress.Loopback, serverPort), Bind(LoopbackPort.Next()));
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse && i < LoopbackPort.Tries)
            {
                // Another one, then.
            }
        }
    }

    /// <summary>Hands on what comes only after a time: each piece, one after the other.</summary>
    public void Delay(TimeSpan up, TimeSpan down) => (Up.Delay, Down.Delay) = (up, down);

    /// <summary>Resets all open connections, at both ends. New ones are accepted.</summary>
    public void CutAll()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Cut();
        }
    }

    /// <summary>Drops silently what goes in one direction; the connections stay open. <see cref="Heal"/> resets those that lost bytes.</summary>
    public void HalfOpen(ProxyDirection dropped) => (dropped == ProxyDirection.Up ? Up : Down).Drop();

    /// <summary>
    /// Accepts connections and hands on nothing. What was sent is handed on at <see cref="Heal"/>, as by a network that comes back: also a request whose sender
    /// has long given up.
    /// </summary>
    public void BlackHole()
    {
        Up.Hold();
        Down.Hold();
    }

    /// <summary>Closes the listening port: who connects is refused. Open connections stay; <see cref="CutAll"/> ends them.</summary>
    public void Refuse()
    {
        lock (_listening)
        {
            if (!_refusing)
            {
                _refusing = true;
                _listener.Dispose();
                // Bound but not listening: it refuses like a closed port, and nobody else can take it.
                _listener = Bind(Port);
            }
        }
    }

    /// <summary>Makes the line good again, and forgets <see cref="CutBeforeNextAnswer"/>.</summary>
    public void Heal()
    {
        Interlocked.Exchange(ref _trap, null)?.Disarm();
        Up.Heal();
        Down.Heal();
        Interlocked.MemoryBarrier();
        foreach (var connection in _connections.Keys.Where(connection => connection.LostBytes))
        {
            connection.Cut();
        }

        lock (_listening)
        {
            if (_refusing)
            {
                _refusing = false;
                Listen();
            }
        }
    }

    /// <summary>
    /// The case of the unknown outcome: hands the next request on, swallows its answer and resets the client's connection. The server gets the whole request in
    /// any case, and an orderly end after it. On a connection with several requests on their way (a Redis multiplexer), the answer that is swallowed may be an
    /// earlier one's: the cut then comes before or while the server works on the request.
    /// </summary>
    /// <param name="requestPart">Text that the request contains, such as a command's name, so that a heartbeat is not taken for it; null for any request.</param>
    /// <returns>A task that ends when the connection was cut; canceled by <see cref="Heal"/> and by a new call.</returns>
    public Task CutBeforeNextAnswer(string? requestPart = null)
    {
        var trap = new AnswerTrap(requestPart is null ? null : Encoding.UTF8.GetBytes(requestPart));
        Interlocked.Exchange(ref _trap, trap)?.Disarm();
        return trap.Cut;
    }

    /// <summary>Resets all connections and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_listening)
        {
            _refusing = true;
            _listener.Dispose();
        }

        await _disposing.CancelAsync();
        await _accepting;
        CutAll();
        Interlocked.Exchange(ref _trap, null)?.Disarm();
        await Task.WhenAll(_connections.Values);
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Connections of before that are still being closed do not keep us from our port.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Listen()
    {
        _listener.Listen(512);
        _accepting = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                Serve(await listener.AcceptAsync(_disposing.Token));
            }
            catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException
                or SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.InvalidArgument or SocketError.NotSocket })
            {
                return;
            }
            catch (SocketException)
            {
                // A client that left before it was accepted is no reason to close.
            }
        }
    }

    private void Serve(Socket client)
    {
        client.NoDelay = true;
        Interlocked.Increment(ref _accepted);
        var connection = new ProxiedConnection(client, this);
        _connections[connection] = connection.Ended;
        _ = RunAsync(connection);
    }

    private async Task RunAsync(ProxiedConnection connection)
    {
        await connection.RunAsync(_server, _disposing.Token);
        _connections.TryRemove(connection, out _);
    }
}
