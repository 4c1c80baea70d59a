using System.Data;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer;

/// <summary>
/// One connection with many locks. Statements of all callers pass it one after the other; none of them ever waits for a lock. When the connection ends, all
/// that is held on it is lost, and told so at once. Thread-safe.
/// </summary>
/// <remarks>
/// A statement that was sent is never cancelled: its answer, which takes one round trip, says whether there is a lock to give back. (A cancellation
/// by attention may be lost on the way, and then takes the driver's whole time-out.)
/// </remarks>
internal sealed class LockSession(SqlConnection connection, Action<LockSession, Exception?> onEnded)
{
    // Ending a connection takes no time, unless its network is silent.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    // An answer that is younger than this is sign of life enough.
    private static readonly TimeSpan FreshAnswer = TimeSpan.FromMilliseconds(250);

    // The driver stops by itself a little after nobody waits any more.
    private static readonly int CommandTimeout = (int)SqlServerTarget.AnswerTimeout.TotalSeconds + 1;

    private readonly SemaphoreSlim _line = new(1); // one statement at a time: in the order they came
    private readonly HashSet<ISessionMember> _members = []; // also the monitor of what follows
    private int _reserved;
    private bool _isEnded;
    private long _idleSince = Now;
    private long _answeredAt = Now;
    private Task? _ping;

    /// <summary>How many locks and intents were on it when it ended.</summary>
    public int LostCount { get; private set; }

    // The system's clock, because what is measured here is the network, not a deadline of a lock.
    private static long Now => TimeProvider.System.GetTimestamp();

    /// <summary>Reserves room for one lock.</summary>
    public bool TryReserve(int most)
    {
        lock (_members)
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
        lock (_members)
        {
            if (--_reserved == 0)
            {
                _idleSince = Now;
            }
        }
    }

    /// <summary>Tells a member from now on when the session ends.</summary>
    /// <returns><see langword="false"/> when it has ended.</returns>
    public bool TryAttach(ISessionMember member)
    {
        lock (_members)
        {
            return !_isEnded && _members.Add(member);
        }
    }

    /// <returns><see langword="false"/> when the session has ended, and the member with it.</returns>
    public bool TryDetach(ISessionMember member)
    {
        lock (_members)
        {
            return _members.Remove(member);
        }
    }

    /// <summary>Runs a statement that answers with a row of a value and a detail.</summary>
    /// <exception cref="SessionEndedException">The session ended: if the statement took a lock, it is gone.</exception>
    /// <exception cref="SqlException">The statement failed, and the session goes on.</exception>
    /// <exception cref="OperationCanceledException">The statement was not sent.</exception>
    public Task<ApplicationLockAnswer> QueryAsync(SqlCommand command, CancellationToken cancellationToken) =>
        RunAsync(command, static async command =>
        {
            using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
            return await reader.ReadAsync().ConfigureAwait(false)
                ? new ApplicationLockAnswer(reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.GetInt32(1))
                : default;
        }, cancellationToken);

    /// <summary>Calls a procedure.</summary>
    /// <returns>What it returns.</returns>
    /// <inheritdoc cref="QueryAsync" path="/exception"/>
    public Task<int> CallAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        command.CommandType = CommandType.StoredProcedure;
        command.Parameters.Add(new SqlParameter("@result", SqlDbType.Int) { Direction = ParameterDirection.ReturnValue });
        return RunAsync(command, static async command =>
        {
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            return (int)command.Parameters["@result"].Value;
        }, cancellationToken);
    }

    /// <summary>Whether the session is alive, as far as anybody can know.</summary>
    public async ValueTask<bool> IsAliveAsync()
    {
        Task ping;
        lock (_members)
        {
            if (_isEnded)
            {
                return false;
            }

            if (TimeProvider.System.GetElapsedTime(Volatile.Read(ref _answeredAt)) < FreshAnswer)
            {
                return true;
            }

            ping = _ping is { IsCompleted: false } pending ? pending : _ping = PingAsync();
        }

        await ping.ConfigureAwait(false);
        lock (_members)
        {
            return !_isEnded;
        }
    }

    /// <summary>Closes the session when what is under way is done.</summary>
    public async Task CloseAsync()
    {
        // Bounded: whoever is in the line gets an answer or ends the session.
        await _line.WaitAsync().ConfigureAwait(false);
        await EndAsync(reason: null).ConfigureAwait(false);
        _line.Release();
    }

    /// <summary>Closes the session if nothing was reserved for a time.</summary>
    public void CloseIfIdle(TimeSpan idleTime)
    {
        lock (_members)
        {
            if (_reserved > 0 || _isEnded || TimeProvider.System.GetElapsedTime(_idleSince) < idleTime)
            {
                return;
            }

            // From here on nobody reserves room any more.
            _reserved = int.MaxValue;
        }

        _ = CloseAsync();
    }

    private async Task PingAsync()
    {
        try
        {
            using var command = new SqlCommand(ApplicationLockSql.Ping);
            await RunAsync(command, static command => command.ExecuteScalarAsync(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (SqlServerErrors.IsExpected(exception))
        {
            // Either the session has ended by now, or the server answered.
        }
    }

    private async Task<T> RunAsync<T>(SqlCommand command, Func<SqlCommand, Task<T>> run, CancellationToken cancellationToken)
    {
        // Cancelled here: not sent.
        await _line.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isEnded)
            {
                throw new SessionEndedException(isTimeout: false, reason: null);
            }

            command.Connection = connection;
            command.CommandTimeout = CommandTimeout;
            var pending = run(command);
            _ = pending.ContinueWith(
                static late => _ = late.Exception, // nobody may be told that it went unobserved
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            var answer = await pending.WaitAsync(SqlServerTarget.AnswerTimeout, TimeProvider.System).ConfigureAwait(false);
            Volatile.Write(ref _answeredAt, Now);
            return answer;
        }
        catch (Exception exception) when (exception is not SessionEndedException)
        {
            if (SqlServerErrors.IsStatementError(exception, connection))
            {
                Volatile.Write(ref _answeredAt, Now);
                throw;
            }

            // Whether a lock was taken is unknown, so the session has to end, before anybody is told.
            await EndAsync(exception).ConfigureAwait(false);
            throw new SessionEndedException(exception is TimeoutException or SqlException { Number: -2 }, exception);
        }
        finally
        {
            _line.Release();
        }
    }

    /// <summary>In the line, so at most one at a time.</summary>
    private async Task EndAsync(Exception? reason)
    {
        ISessionMember[] lost;
        lock (_members)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
            lost = [.. _members];
            LostCount = lost.Length;
            _members.Clear();
        }

        foreach (var member in lost)
        {
            member.OnSessionEnded();
        }

        // A statement that is under way keeps its connection from closing while the network is silent; that goes on in the background.
        var closing = Task.Run(connection.Dispose);
        await Task.WhenAny(closing, Task.Delay(CloseTimeout)).ConfigureAwait(false);
        onEnded(this, reason);
    }
}
