using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer;

/// <summary>Where the server is, and how connections of our own are made: outside of the application's pools, and outside of every transaction.</summary>
internal sealed class SqlServerTarget
{
    /// <summary>An answer that takes longer is not waited for.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private const int DefaultConnectTimeout = 5;

    private readonly string _connectionString;

    /// <param name="connectionString">The application's, which was validated.</param>
    /// <param name="isSession">
    /// Whether each connection is a session that keeps locks: then it is never pooled, or its locks would go back into the pool with it.
    /// </param>
    public SqlServerTarget(string connectionString, bool isSession)
    {
        var own = new SqlConnectionStringBuilder(connectionString)
        {
            Enlist = false,
            MultipleActiveResultSets = false,
            Pooling = !isSession,

            // A driver that opens a broken idle connection again does so without an error, and without the locks of the old one.
            ConnectRetryCount = 0,
        };
#if NET
        // The driver's pool refuses connections for up to a minute after one failed: longer than a lease lasts. (Its netstandard2.0 face has no such setting.)
        own.PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock;
#endif

        if (!own.ShouldSerialize("Connect Timeout"))
        {
            // Until then the driver tries again and again, also where nobody listens.
            own.ConnectTimeout = DefaultConnectTimeout;
        }

        // A name of our own is a pool of our own, and shows the administrator whose sessions these are.
        own.ApplicationName = own.ShouldSerialize("Application Name") ? own.ApplicationName + " (DistributedLock)" : "DistributedLock";
        Name = $"sqlserver:{own.DataSource}/{own.InitialCatalog}";
        _connectionString = own.ConnectionString;
    }

    /// <summary>Without secrets: <c>sqlserver:server/database</c>.</summary>
    public string Name { get; }

    /// <summary>Closes the connections that nobody uses.</summary>
    public void ClearPool()
    {
        using var connection = new SqlConnection(_connectionString);
        SqlConnection.ClearPool(connection);
    }

    /// <summary>Opens a connection; bounded by the connection string's own time-out.</summary>
    /// <exception cref="LockBackendException">The server does not let us in.</exception>
    public async Task<SqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(_connectionString);
        try
        {
            // On another thread: the driver's asynchronous form blocks its caller while it connects, as long as the time-out is.
            await Task.Run(() => connection.OpenAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            connection.Dispose();
            if (SqlServerErrors.IsCancellation(exception, cancellationToken))
            {
                throw new OperationCanceledException(cancellationToken);
            }

            if (SqlServerErrors.IsExpected(exception))
            {
                throw SqlServerErrors.Explain(exception, Name, "connect");
            }

            throw;
        }
    }
}
