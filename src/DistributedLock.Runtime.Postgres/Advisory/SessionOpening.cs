using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>Makes a fresh connection fit for locks, or says why it cannot be.</summary>
internal sealed class SessionOpening(PostgresEndpoint endpoint, FencingSequence sequence)
{
    // tcp_user_timeout came with it, and nothing older is maintained.
    public static readonly Version OldestServer = new(12, 0);
    private static readonly Version IdleTimeoutServer = new(14, 0);

    // The server gives a silent client up after 3 + 3 x 2 = 9 s: after AdvisorySession.AnswerTimeout, so the client knows of its loss before somebody else has
    // the lock; and within 10 s. A role's own time limits must not end a session that waits for its holder.
    private const string Settings =
        "set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3; set tcp_user_timeout = 9000; " +
        "set statement_timeout = 0; set search_path = pg_catalog; set default_transaction_isolation = 'read committed'";

    private bool _isPrepared;

    /// <exception cref="LockBackendException">The server cannot be reached, or cannot hold locks for us.</exception>
    public async Task<NpgsqlConnection> OpenAsync(bool isListening)
    {
        // Bounded by the connection string's own Timeout.
        var connection = await endpoint.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(AdvisorySession.AnswerTimeout);
        var cancellationToken = limit.Token;
        try
        {
            if (connection.PostgreSqlVersion < OldestServer)
            {
                throw TooOld(endpoint.Name, connection.PostgreSqlVersion);
            }

            await SetAsync(connection, cancellationToken).ConfigureAwait(false);
            await CheckAsync(connection, cancellationToken).ConfigureAwait(false);
            if (isListening)
            {
                await ExecuteAsync(connection, AdvisorySql.Listen, cancellationToken).ConfigureAwait(false);
                return connection;
            }

            if (!_isPrepared)
            {
                await sequence.PrepareAsync(connection, endpoint.Name, cancellationToken).ConfigureAwait(false);
                _isPrepared = true;
            }

            await ExecuteAsync(
                connection, $"select max({sequence.Next}) from generate_series(1, {FencingSequence.Skip})", cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            _isPrepared = false;
            if (PostgresErrors.IsExpected(exception) || exception is OperationCanceledException)
            {
                throw PostgresErrors.Explain(
                    limit.IsCancellationRequested ? new TimeoutException("No answer came.", exception) : exception, endpoint.Name, "prepare a connection");
            }

            throw;
        }
    }

    public static LockBackendException TooOld(string provider, Version version) =>
        new($"The server of '{provider}' is PostgreSQL {version}: expected {OldestServer.Major} or newer.") { IsTransient = false };

    /// <summary>The reason why a connection cannot hold locks.</summary>
    /// <param name="processId">The server process that the connection was told of when it was opened.</param>
    /// <param name="backend">The one that answers.</param>
    /// <param name="isRecovering">Whether the server is a standby.</param>
    /// <param name="isReadOnly">Whether transactions may not write.</param>
    internal static string? ProblemOf(int processId, int backend, bool isRecovering, bool isReadOnly) =>
        processId != backend
            ? "a connection pooler such as PgBouncer stands before the server, which may hand the session and its locks to somebody else. " +
              "Connect to the server itself, or set Strategy to LeaseTable"
        : isRecovering ? "the server is a standby, whose locks exclude nobody on the primary. Correct Host, or set Target Session Attributes=primary"
        : isReadOnly ? "transactions are read-only there, so no fencing token can be counted. Set default_transaction_read_only to off for the user"
        : null;

    private static Task SetAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => ExecuteAsync(
        connection,
        connection.PostgreSqlVersion >= IdleTimeoutServer ? Settings + "; set idle_session_timeout = 0" : Settings,
        cancellationToken);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select pg_backend_pid(), pg_is_in_recovery(), current_setting('transaction_read_only')::boolean", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (ProblemOf(connection.ProcessID, reader.GetInt32(0), reader.GetBoolean(1), reader.GetBoolean(2)) is { } problem)
        {
            throw new LockBackendException($"'{endpoint.Name}' cannot hold advisory locks: {problem}.") { IsTransient = false };
        }
    }
}
