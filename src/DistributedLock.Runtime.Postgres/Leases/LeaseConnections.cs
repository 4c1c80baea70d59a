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

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource? _preparing; // none with a given data source, whose settings count
    private volatile bool _isPoolerFound;

    public LeaseConnections(PostgresLockOptions options)
    {
        _source = options.DataSource ?? CreateSource(options.ConnectionString!).Build();
        _preparing = options.DataSource is null ? CreatePreparingSource(options.ConnectionString!) : null;
    }

    private bool IsOurs => _preparing is not null;

    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_preparing is not null && !_isPoolerFound)
        {
            try
            {
                return await _preparing.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PoolerFoundException)
            {
                _isPoolerFound = true; // for good: what stands there may not be in the way of each connection
            }
        }

        // A given data source may be one that enlists.
        if (IsOurs || Transaction.Current is null)
        {
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }

        using (new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled))
        {
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_preparing is not null)
        {
            await _preparing.DisposeAsync().ConfigureAwait(false);
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static NpgsqlDataSourceBuilder CreateSource(string connectionString)
    {
        var source = new NpgsqlDataSourceBuilder(connectionString);
        var settings = source.ConnectionStringBuilder;
        settings.Pooling = true;
        settings.Enlist = false;
        settings.Multiplexing = false;
        settings.NoResetOnClose = true; // nothing was set
        settings.MaxAutoPrepare = 0;
        if (settings.MaxPoolSize == DriversPoolSize && settings.MinPoolSize <= PoolSize)
        {
            settings.MaxPoolSize = PoolSize;
        }

        return source;
    }

    private static NpgsqlDataSource CreatePreparingSource(string connectionString)
    {
        var source = CreateSource(connectionString);
        source.ConnectionStringBuilder.MaxAutoPrepare = 20; // more than there are statements
        source.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        source.UsePhysicalConnectionInitializer(static _ => throw new NotSupportedException("Connections are opened asynchronously."), ThrowIfPooledAsync);
        return source.Build();
    }

    private static async Task ThrowIfPooledAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select pg_backend_pid()", connection);
        if ((int)(await command.ExecuteScalarAsync().ConfigureAwait(false))! != connection.ProcessID)
        {
            throw new PoolerFoundException();
        }
    }

    private sealed class PoolerFoundException() : Exception("A connection pooler stands before the server.");
}
