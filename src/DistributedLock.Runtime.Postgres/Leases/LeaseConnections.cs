using System.Transactions;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>
/// The pooled connections of the lease table: each statement takes one for its round trip. They carry no state of a session, so a transaction-pooling proxy may
/// stand before the server.
/// </summary>
internal sealed class LeaseConnections : IAsyncDisposable
{
    // The driver's own default is 100, which is all that a server has by its default. Statements of a millisecond need few.
    private const int DriversPoolSize = 100;
    private const int PoolSize = 20;

    private readonly NpgsqlDataSource _source;
    private readonly bool _isOurs;

    public LeaseConnections(PostgresLockOptions options)
    {
        _isOurs = options.DataSource is null;
        _source = options.DataSource ?? CreateSource(options.ConnectionString!);
    }

    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
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

    public ValueTask DisposeAsync() => _isOurs ? _source.DisposeAsync() : default;

    private static NpgsqlDataSource CreateSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = true,
            Enlist = false,
            Multiplexing = false,
            NoResetOnClose = true, // nothing was set
            MaxAutoPrepare = 0, // a proxy may give the next statement to another session
        };
        if (settings.MaxPoolSize == DriversPoolSize && settings.MinPoolSize <= PoolSize)
        {
            settings.MaxPoolSize = PoolSize;
        }

        return NpgsqlDataSource.Create(settings);
    }
}
