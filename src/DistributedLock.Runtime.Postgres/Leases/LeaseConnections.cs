using System.Transactions;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>
/// The pooled connections of the lease table: each statement takes one for its round trip. They carry no state of a session, so a transaction-pooling proxy may
/// stand before the server.
/// </summary>
internal sealed class LeaseConnections : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly bool _isOurs;

    public LeaseConnections(PostgresLockOptions options)
    {
        _isOurs = options.DataSource is null;
        _source = options.DataSource ?? NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = true,
            Enlist = false,
            Multiplexing = false,
            NoResetOnClose = true, // nothing was set
            MaxAutoPrepare = 0, // a proxy may give the next statement to another session
        });
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
}
