using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace DistributedLock.TestServers;

/// <summary>One client's connection, and its other half to the server.</summary>
internal sealed class ProxiedConnection(Socket client, TcpProxy proxy)
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TrappedRequest? _trapped;
    private volatile bool _lostBytes;
    private volatile bool _swallowing;

    public Task Ended => _ended.Task;

    /// <summary>Whether bytes were dropped: no real network would let such a stream go on.</summary>
    public bool LostBytes => _lostBytes;

    public async Task RunAsync(EndPoint server, CancellationToken cancellationToken)
    {
        try
        {
            await proxy.Up.PassAsync(cancellationToken);
            await _server.ConnectAsync(server, cancellationToken);
            await Task.WhenAll(
                PumpAsync(client, _server, proxy.Up, SendUpAsync, cancellationToken),
                PumpAsync(_server, client, proxy.Down, SendDownAsync, cancellationToken));
        }
        catch (Exception exception) when (IsEndOfLine(exception))
        {
            // The client learns it by the reset below.
        }
        finally
        {
            Cut();
            _ended.SetResult();
        }
    }

    /// <summary>Resets both halves.</summary>
    public void Cut()
    {
        Reset(client);
        Reset(_server);
    }

    private static bool IsEndOfLine(Exception exception) => exception is SocketException or ObjectDisposedException or OperationCanceledException;

    /// <summary>Closing with a time-out of zero sends a reset (RST) where otherwise an orderly end (FIN) would go out.</summary>
    private static void Reset(Socket socket) => socket.Close(0);

    private async Task PumpAsync(
        Socket from, Socket to, ProxyLine line, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> send, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, cancellationToken) is > 0 and var count)
            {
                if (line.Delay is { Ticks: > 0 } delay)
                {
                    await Task.Delay(delay, cancellationToken);
                }

                await line.PassAsync(cancellationToken);
                if (!IsDropped(line))
                {
                    await send(buffer.AsMemory(0, count), cancellationToken);
                }
            }

            await line.PassAsync(cancellationToken);
            // An end is dropped like bytes.
            if (!IsDropped(line) && !_swallowing)
            {
                to.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception exception) when (IsEndOfLine(exception))
        {
            // When the client was cut off on purpose, the other half stays until the server has read everything.
            if (!_swallowing)
            {
                Cut();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool IsDropped(ProxyLine line)
    {
        if (!line.Dropping)
        {
            return false;
        }

        _lostBytes = true;
        Interlocked.MemoryBarrier();
        if (!line.Dropping)
        {
            Cut(); // healed meanwhile, without knowing of these bytes
        }

        return true;
    }

    private async ValueTask SendUpAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // Before it is sent: the answer may be here before this method goes on.
        var trapped = proxy.Trap is { } trap && trap.IsFor(bytes.Span) ? _trapped = new TrappedRequest(trap) : null;
        try
        {
            await SendAllAsync(_server, bytes, proxy.Up, cancellationToken);
        }
        finally
        {
            trapped?.Forwarded.SetResult();
        }
    }

    private async ValueTask SendDownAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_swallowing)
        {
            return;
        }

        if (_trapped is { } trapped && trapped.Trap.TrySpring())
        {
            // An answer to an earlier request may come first: the trapped one has to reach the server all the same. So the server is not reset, which might
            // throw away what it has not read yet; it reads to an orderly end.
            await trapped.Forwarded.Task.WaitAsync(cancellationToken);
            _swallowing = true;
            Reset(client);
            _server.Shutdown(SocketShutdown.Send);
            trapped.Trap.Announce();
            return;
        }

        await SendAllAsync(client, bytes, proxy.Down, cancellationToken);
    }

    private static async ValueTask SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes, ProxyLine line, CancellationToken cancellationToken)
    {
        line.Count(bytes.Length);
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
    }

    private sealed record TrappedRequest(AnswerTrap Trap)
    {
        public TaskCompletionSource Forwarded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
