using System.Transactions;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>
/// The pooled connections of the lease table: each statement takes one for its round trip. They carry no state of a session but prepared statements, and behind
/// a pooler not even those: it may give the next statement to another session, where the same name may stand for something else.
/// </summary>
/// <remarks>
/// Parsing and planning the statements takes several times as long as running them (Postgres measurements), so they are prepared where that is safe. That is
/// asked of each connection before its first use, by the process that answers: a pooler that shares sessions among clients has to tell each a process id of its
/// own, or they would cancel each other's statements.
/// </remarks>
internal sealed class LeaseConnections : IAsyncDisposable
{
    // The driver's own default is 100, which is all that a server has by its default. Statements of a millisecond need few.
    private const int DriversPoolSize = 100;
    private const int PoolSize = 20;

    // Seconds, as that of the statements. The driver's limit for connecting does not count here.
    private const int ProbeTimeout = 6;

    private readonly NpgsqlDataSource _source;
    private readonly bool _isOurs;
    private readonly NpgsqlDataSource? _preparing; // none with a given data source, whose settings count
    private volatile bool _isPoolerFound; // for good: what stands there may not be in the way of each connection

    public LeaseConnections(PostgresLockOptions options)
    {
        _isOurs = options.DataSource is null;
        _source = options.DataSource ?? CreateSource(options.ConnectionString!).Build();
        if (_isOurs && MayPrepare(options.ConnectionString!))
        {
            var preparing = CreateSource(options.ConnectionString!);
            preparing.ConnectionStringBuilder.MaxAutoPrepare = 20; // more than there are statements
            preparing.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
            preparing.UsePhysicalConnectionInitializer(static _ => throw new NotSupportedException("Connections are opened asynchronously."), ThrowIfPooledAsync);
            _preparing = preparing.Build();
        }
    }

    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_preparing is not null && !_isPoolerFound)
        {
            try
            {
                return await _preparing.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (_isPoolerFound)
            {
                // With one host it is the exception that says so, with several the driver's own about all of them.
            }
        }

        // A given data source may be one that enlists.
        if (_isOurs || Transaction.Current is null)
        {
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }

        using (new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled))
        {
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Prepares no more, if it is prepared statements that a statement failed of: somebody else has the session's, or threw them away.</summary>
    /// <returns>Whether the statement, which had no effect, may be run again.</returns>
    public bool StopPreparing(PostgresException exception)
    {
        if (_preparing is null || exception.SqlState is not (PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement))
        {
            return false;
        }

        _isPoolerFound = true;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOurs)
        {
            await (_preparing?.DisposeAsync() ?? default).ConfigureAwait(false);
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether the connection string leaves it to us.</summary>
    private static bool MayPrepare(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) is var given && (given.MaxAutoPrepare != 0 || !given.ShouldSerialize("Max Auto Prepare"));

    private static NpgsqlDataSourceBuilder CreateSource(string connectionString)
    {
        var source = new NpgsqlDataSourceBuilder(connectionString);
        var settings = source.ConnectionStringBuilder;
        settings.Pooling = true;
        settings.Enlist = false;
        settings.Multiplexing = false;
        settings.NoResetOnClose = true; // nothing was set
        settings.MaxAutoPrepare = 0;
        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            settings.TargetSessionAttributes ??= "primary"; // a standby cannot write
        }

        if (settings.MaxPoolSize == DriversPoolSize && settings.MinPoolSize <= PoolSize)
        {
            settings.MaxPoolSize = PoolSize;
        }

        return source;
    }

    private async Task ThrowIfPooledAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select pg_backend_pid()", connection) { CommandTimeout = ProbeTimeout };
        if ((int)(await command.ExecuteScalarAsync().ConfigureAwait(false))! != connection.ProcessID)
        {
            _isPoolerFound = true;
            throw new NotSupportedException("A connection pooler stands before the server.");
        }
    }
}
