using System.Collections.Concurrent;
using System.Threading.Channels;
using DistributedLock.Sessions;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>
/// One connection with many locks. Statements of all callers pass it one after the other, those that came meanwhile together in one round trip; none of them
/// ever waits for a lock. When the connection ends, all that is held on it is lost, and told so at once. Thread-safe.
/// </summary>
internal sealed class AdvisorySession : LockSession
{
    /// <summary>An answer that takes longer is not waited for: the session ends. See the server's side in <see cref="SessionOpening"/>.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    // Ending a connection takes no time, unless its network is silent.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    // A statement that finds the session idle is sent by its caller's own thread, up to the wait for the answer: a change of thread less.
    private readonly Channel<AdvisoryCommand> _queue = Channel.CreateUnbounded<AdvisoryCommand>(new() { SingleReader = true, AllowSynchronousContinuations = true });

    // Those that give back what nobody waited for go before all that is in the queue: one of those may take the same key, fail, and be undone, key by key.
    // They are in the queue as well, which wakes and ends them like all others; a command is sent once.
    private readonly ConcurrentQueue<AdvisoryCommand> _giveBacks = new();
    private readonly AdvisoryConnection _connection;
    private readonly Action<AdvisorySession, Exception?> _onEnded;
    private readonly bool _isListening;
    private bool _isWatched;

    private AdvisorySession(NpgsqlConnection connection, bool isListening, Action<AdvisorySession, Exception?> onEnded)
    {
        _connection = new AdvisoryConnection(connection);
        _isListening = isListening;
        _onEnded = onEnded;
        Completion = RunAsync();
    }

    public bool HasEnded => IsEnded;

    private Task Completion { get; }

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

    /// <summary>Closes the connection when what is in the queue is done.</summary>
    public override Task CloseAsync()
    {
        _queue.Writer.TryComplete();
        return Completion;
    }

    /// <exception cref="SessionEndedException">The session ended: if the statement took a lock, it is gone.</exception>
    /// <exception cref="PostgresException">The statement failed, and has no effect.</exception>
    /// <exception cref="OperationCanceledException">
    /// The statement was not sent, or its answer takes long: see <see cref="AdvisoryCommand.OnLateAnswer"/>. If none comes, the session ends.
    /// </exception>
    public async Task<AdvisoryAnswer> RunAsync(AdvisoryCommand command, CancellationToken cancellationToken)
    {
        if (command.IsGiveBack)
        {
            _giveBacks.Enqueue(command);
        }

        if (!_queue.Writer.TryWrite(command))
        {
            throw new SessionEndedException(isTimeout: false, reason: null);
        }

        using (cancellationToken.UnsafeRegister(static (command, token) => ((AdvisoryCommand)command!).Withdraw(token), command))
        {
            return await command.Task.ConfigureAwait(false);
        }
    }

    protected override async Task<bool> PingAsync()
    {
        try
        {
            await RunAsync(new AdvisoryCommand(AdvisorySql.Ping, undo: null) { IsPing = true }, CancellationToken.None).ConfigureAwait(false);
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
                OnAnswered();

                // A session that only pings is idle: its end is noticed at once by reading. A busy one need not pay for that.
                _isWatched = batch.TrueForAll(command => command.IsPing);
                batch.Clear();
            }
        }
        catch (Exception exception)
        {
            reason = exception;
        }

        // This may be the thread of one who closes or sends, with monitors and a context of its own, and those who are told of the end run code of theirs.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await EndAsync(batch, reason).ConfigureAwait(false);
    }

    private void TakeBatch(List<AdvisoryCommand> batch)
    {
        while (batch.Count < AdvisoryConnection.LargestBatch && (_giveBacks.TryDequeue(out var command) || _queue.Reader.TryRead(out command)))
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
        TryEnd();

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
