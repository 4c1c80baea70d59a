using System.Net.Sockets;
using System.Threading.Channels;
using DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;
using DistributedLock.SqlServer.TestEndpoint.Protocol;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Sessions;

/// <summary>
/// One connection from its first byte to its last. One loop reads, so that an attention or the end of the connection is noticed
/// while a statement waits; another one answers the requests in their order.
/// </summary>
internal sealed class SessionConnection : IDisposable
{
    private readonly ServerState _server;
    private readonly Socket _socket;
    private readonly PacketStream _packets;
    private readonly FreezeGate _gate = new();

    // Never disposed of: a test may kill a session at any time, and without a timer there is nothing to free.
    private readonly CancellationTokenSource _ended = new();
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();
    private EndpointSession? _session;

    public SessionConnection(ServerState server, Socket socket)
    {
        (_server, _socket) = (server, socket);
        socket.NoDelay = true;
        _packets = new PacketStream(new NetworkStream(socket));
    }

    /// <summary>Never throws: a connection that breaks has ended.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (await new LoginDialogue(_server, _packets).RunAsync(Open, _ended.Token).ConfigureAwait(false) is { } session)
            {
                await ServeAsync(session).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // Killed, reset by the client or stopped with the endpoint.
        }
        catch (ArgumentException)
        {
            // The client does not speak the protocol.
        }
        finally
        {
            _socket.Close();
            if (_session is not null)
            {
                _server.Locks.ReleaseSession(_session.Id);
                _server.Sessions.Remove(_session);
            }
        }
    }

    /// <summary>Resets the connection.</summary>
    public void Kill()
    {
        // Without lingering a close is a reset: the client gets an error, not an end.
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // Closed by the client already.
        }

        _socket.Close(0);
        _ended.Cancel();
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsEndOfConnection(Exception exception) =>
        exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException or ChannelClosedException;

    private EndpointSession Open(Login login, string database)
    {
        var id = _server.Sessions.NextId();
        _session = new EndpointSession(
            id, login, database, _gate, Kill, transaction => _server.Locks.ReleaseOwner(new ApplicationLockOwner(id, transaction)));
        _server.Sessions.Add(_session);
        return _session;
    }

    private async Task ServeAsync(EndpointSession session)
    {
        var receiving = ReceiveAsync(session);
        try
        {
            await AnswerAsync(new RequestAnswerer(_server, session)).ConfigureAwait(false);
        }
        finally
        {
            // Both loops end together, whichever was first.
            _socket.Close();
            await _ended.CancelAsync().ConfigureAwait(false);
            await receiving.ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(EndpointSession session)
    {
        Request? latest = null;
        try
        {
            while (await ReceiveOneAsync().ConfigureAwait(false) is { } message)
            {
                if (message.Type == PacketType.Attention)
                {
                    _server.Log.Add(session.Id, StatementKind.Attention);
                    latest?.Cancel();
                }

                var request = new Request(message, _ended.Token);
                latest = message.Type == PacketType.Attention ? latest : request;
                _requests.Writer.TryWrite(request);
            }
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // Told to the other loop below.
        }

        _requests.Writer.TryComplete();
        await _ended.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>The next message; null at the end of the connection, which a frozen session does not notice.</summary>
    private async Task<Message?> ReceiveOneAsync()
    {
        Message? message = null;
        try
        {
            message = await _packets.ReadAsync(_ended.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Reset by the client.
        }

        await PassGatesAsync().ConfigureAwait(false);
        return message;
    }

    private async Task AnswerAsync(RequestAnswerer answerer)
    {
        await foreach (var request in _requests.Reader.ReadAllAsync(_ended.Token).ConfigureAwait(false))
        {
            using (request)
            {
                var writer = new TokenWriter();
                var goesOn = await answerer.AnswerAsync(request, writer).ConfigureAwait(false);
                _ended.Token.ThrowIfCancellationRequested();
                if (writer.Written.Length > 0)
                {
                    await PassGatesAsync().ConfigureAwait(false);
                    await _packets.WriteAsync(writer.Written, _ended.Token).ConfigureAwait(false);
                }

                if (!goesOn)
                {
                    return;
                }
            }
        }
    }

    private async Task PassGatesAsync()
    {
        await _server.Gate.PassAsync(_ended.Token).ConfigureAwait(false);
        await _gate.PassAsync(_ended.Token).ConfigureAwait(false);
    }
}
