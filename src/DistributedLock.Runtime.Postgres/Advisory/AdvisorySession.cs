using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>
/// One connection with many locks. Statements of all callers pass it one after the other, those that came meanwhile together in one round trip; none of them
/// ever waits for a lock. When the connection ends, all that is held on it is lost, and told so at once. Thread-safe.
/// </summary>
internal sealed class AdvisorySession
{
    /// <summary>An answer that takes longer is not waited for: the session ends. See the server's side in <see cref="SessionOpening"/>.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(6);

    // Ending a connection takes no time, unless its network is silent.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    // An answer that is younger than this is sign of life enough.
    private static readonly TimeSpan FreshAnswer = TimeSpan.FromMilliseconds(250);

    private readonly Channel<AdvisoryCommand> _queue = Channel.CreateUnbounded<AdvisoryCommand>(new() { SingleReader = true });
    private readonly HashSet<AdvisoryHold> _holds = []; // also the monitor of what follows
    private readonly AdvisoryConnection _connection;
    private readonly Action<AdvisorySession, Exception?> _onEnded;
    private readonly bool _isListening;
    private int _reserved;
    private bool _isEnded;
    private long _idleSince = Stopwatch.GetTimestamp();
    private long _answeredAt = Stopwatch.GetTimestamp();
    private Task<AdvisoryAnswer>? _ping;
    private bool _isWatched;

    private AdvisorySession(NpgsqlConnection connection, bool isListening, Action<AdvisorySession, Exception?> onEnded)
    {
        _connection = new AdvisoryConnection(connection);
        _isListening = isListening;
        _onEnded = onEnded;
        Completion = RunAsync();
    }

    /// <summary>Ends when the connection is closed.</summary>
    public Task Completion { get; }

    /// <summary>How many locks were held when it ended.</summary>
    public int LostCount { get; private set; }

    /// <param name="connection">A connection that was made ready; the session's from now on.</param>
    /// <param name="onNotified">Receives the payload of each notification, for a session that listens.</param>
    /// <param name="onEnded">Called once, with the reason unless the session was closed.</param>
    public static AdvisorySession Start(NpgsqlConnection connection, Action<string>? onNotified, Action<AdvisorySession, Exception?> onEnded)
    {
        if (onNotified is not null)
        {
            connection.Notification += (_, notification) => onNotified(notification.Payload);
        }

        return new AdvisorySession(connection, onNotified is not null, onEnded);
    }

    /// <summary>Reserves room for one lock.</summary>
    public bool TryReserve(int most)
    {
        lock (_holds)
        {
            if (_isEnded || _reserved >= most)
            {
                return false;
            }

            _reserved++;
            return true;
        }
    }

    public void Unreserve()
    {
        lock (_holds)
        {
            if (--_reserved == 0)
            {
                _idleSince = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>Closes the session if nothing was reserved for a time.</summary>
    public void CloseIfIdle(TimeSpan idleTime)
    {
        lock (_holds)
        {
            if (_reserved > 0 || _isEnded || Stopwatch.GetElapsedTime(_idleSince) < idleTime)
            {
                return;
            }

            _isEnded = true;
        }

        Close();
    }

    /// <summary>Closes the connection when what is in the queue is done.</summary>
    public void Close() => _queue.Writer.TryComplete();

    /// <summary>Tells a hold from now on when the session ends.</summary>
    /// <returns><see langword="false"/> when it has ended.</returns>
    public bool TryAttach(AdvisoryHold hold)
    {
        lock (_holds)
        {
            return !_isEnded && _holds.Add(hold);
        }
    }

    /// <returns><see langword="false"/> when the session has ended, and the hold with it.</returns>
    public bool TryDetach(AdvisoryHold hold)
    {
        lock (_holds)
        {
            return _holds.Remove(hold);
        }
    }

    /// <exception cref="SessionEndedException">The session ended: if the statement took a lock, it is gone.</exception>
    /// <exception cref="PostgresException">The statement failed, and has no effect.</exception>
    /// <exception cref="OperationCanceledException">
    /// The statement was not sent, or its answer takes long: see <see cref="AdvisoryCommand.OnLateAnswer"/>. If none comes, the session ends.
    /// </exception>
    public async Task<AdvisoryAnswer> RunAsync(AdvisoryCommand command, CancellationToken cancellationToken)
    {
        if (!_queue.Writer.TryWrite(command))
        {
            throw new SessionEndedException(isTimeout: false, reason: null);
        }

        using (cancellationToken.UnsafeRegister(static (command, token) => ((AdvisoryCommand)command!).Withdraw(token), command))
        {
            return await command.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Whether the session is alive, as far as anybody can know.</summary>
    public async ValueTask<bool> IsAliveAsync()
    {
        Task<AdvisoryAnswer> ping;
        lock (_holds)
        {
            if (_isEnded)
            {
                return false;
            }

            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _answeredAt)) < FreshAnswer)
            {
                return true;
            }

            ping = _ping is { IsCompleted: false } pending
                ? pending
                : _ping = RunAsync(new AdvisoryCommand(AdvisorySql.Ping, undo: null) { IsPing = true }, CancellationToken.None);
        }

        try
        {
            await ping.ConfigureAwait(false);
            return true;
        }
        catch (SessionEndedException)
        {
            return false;
        }
        catch (NpgsqlException)
        {
            return true; // the server answered
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<AdvisoryCommand>();
        Exception? reason = null;
        try
        {
            await Task.Yield(); // the constructor has to end first
            while (await _connection.WaitForMoreAsync(_queue.Reader, _isListening || _isWatched).ConfigureAwait(false))
            {
                TakeBatch(batch);
                if (batch.Count == 0)
                {
                    continue;
                }

                await _connection.ExecuteAsync(batch).ConfigureAwait(false);
                Volatile.Write(ref _answeredAt, Stopwatch.GetTimestamp());

                // A session that only pings is idle: its end is noticed at once by reading. A busy one need not pay for that.
                _isWatched = batch.TrueForAll(command => command.IsPing);
                batch.Clear();
            }
        }
        catch (Exception exception)
        {
            reason = exception;
        }

        await EndAsync(batch, reason).ConfigureAwait(false);
    }

    private void TakeBatch(List<AdvisoryCommand> batch)
    {
        while (batch.Count < AdvisoryConnection.LargestBatch && _queue.Reader.TryRead(out var command))
        {
            if (command.TrySend())
            {
                batch.Add(command);
            }
        }
    }

    private async Task EndAsync(List<AdvisoryCommand> batch, Exception? reason)
    {
        _queue.Writer.TryComplete();
        AdvisoryHold[] lost;
        lock (_holds)
        {
            _isEnded = true;
            lost = [.. _holds];
            LostCount = lost.Length;
            _holds.Clear();
        }

        foreach (var hold in lost)
        {
            hold.OnSessionEnded();
        }

        // Before anybody is told: nothing may be held any more when a try throws.
        await _connection.CloseAsync(CloseTimeout).ConfigureAwait(false);
        var ended = new SessionEndedException(reason is TimeoutException, reason);
        foreach (var command in batch)
        {
            command.TrySetException(ended);
        }

        while (_queue.Reader.TryRead(out var command))
        {
            command.TrySetException(ended);
        }

        _onEnded(this, reason);
    }
}
