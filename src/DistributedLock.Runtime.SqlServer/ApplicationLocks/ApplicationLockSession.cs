using System.Data;
using DistributedLock.Sessions;
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
internal sealed class ApplicationLockSession(SqlConnection connection, Action<ApplicationLockSession, Exception?> onEnded) : LockSession
{
    // Ending a connection takes no time, unless its network is silent.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    // The driver stops by itself a little after nobody waits any more.
    private static readonly int CommandTimeout = (int)SqlServerTarget.AnswerTimeout.TotalSeconds + 1;

    private readonly SemaphoreSlim _line = new(1); // one statement at a time: in the order they came

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

    /// <summary>Closes the session when what is under way is done.</summary>
    public override async Task CloseAsync()
    {
        // Bounded: whoever is in the line gets an answer or ends the session.
        await _line.WaitAsync().ConfigureAwait(false);
        await EndAsync(reason: null).ConfigureAwait(false);
        _line.Release();
    }

    protected override async Task<bool> PingAsync()
    {
        try
        {
            using var command = new SqlCommand(ApplicationLockSql.Ping);
            await RunAsync(command, static command => command.ExecuteScalarAsync(), CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (SqlServerErrors.IsExpected(exception))
        {
            return exception is not SessionEndedException; // otherwise the server answered
        }
    }

    private async Task<T> RunAsync<T>(SqlCommand command, Func<SqlCommand, Task<T>> run, CancellationToken cancellationToken)
    {
        // Cancelled here: not sent.
        await _line.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (IsEnded)
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
            OnAnswered();
            return answer;
        }
        catch (Exception exception) when (exception is not SessionEndedException)
        {
            if (SqlServerErrors.IsStatementError(exception, connection))
            {
                OnAnswered();
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
        if (!TryEnd())
        {
            return;
        }

        // A statement that is under way keeps its connection from closing while the network is silent; that goes on in the background.
        var closing = Task.Run(connection.Dispose);
        await Task.WhenAny(closing, Task.Delay(CloseTimeout)).ConfigureAwait(false);
        onEnded(this, reason);
    }
}
