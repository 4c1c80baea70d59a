using System.Globalization;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>Where the server is, and how connections of our own are made: outside of every pool, and outside of every transaction.</summary>
internal sealed class PostgresEndpoint
{
    // Seconds. The driver's own 15 are longer than anything else that a lock waits for a silent server.
    private const int ConnectTimeout = 5;

    private readonly NpgsqlDataSource? _dataSource;
    private readonly string _connectionString;

    /// <param name="connectionString">How to connect; <see langword="null"/> with a data source.</param>
    /// <param name="dataSource">Where to take the settings from; <see langword="null"/> with a connection string.</param>
    /// <param name="sessionName">What sessions are called on the server, where the settings do not say.</param>
    public PostgresEndpoint(string? connectionString, NpgsqlDataSource? dataSource, string sessionName = "DistributedLock")
    {
        _dataSource = dataSource;
        var given = new NpgsqlConnectionStringBuilder(dataSource?.ConnectionString ?? connectionString);
        Name = NameOf(given);

        // A pooled connection would carry its locks back into the pool. CancellationTimeout -1: a connection that does not answer is given up at once.
        var own = new NpgsqlConnectionStringBuilder(given.ConnectionString)
        {
            Pooling = false,
            Multiplexing = false,
            Enlist = false,
            CommandTimeout = 0,
            CancellationTimeout = -1,
            KeepAlive = 0,
            TcpKeepAlive = true,
            TcpKeepAliveTime = 3,
            TcpKeepAliveInterval = 2,

            // Few statements, again and again; SessionOpening makes sure that no pooler is between.
            MaxAutoPrepare = 30,
            AutoPrepareMinUsages = 2,
        };
        if (!given.ShouldSerialize(nameof(given.Timeout)))
        {
            own.Timeout = ConnectTimeout;
        }

        own.ApplicationName ??= sessionName;
        if (own.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            own.TargetSessionAttributes ??= "primary"; // locks are on the primary only
        }

        _connectionString = own.ConnectionString;
    }

    /// <summary>Without secrets: <c>postgres:host:port/database</c>.</summary>
    public string Name { get; }

    /// <exception cref="LockBackendException">The server does not let us in.</exception>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await CreateAsync(cancellationToken).ConfigureAwait(false);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            if (PostgresErrors.IsExpected(exception))
            {
                throw PostgresErrors.Explain(exception, Name, "connect");
            }

            throw;
        }
    }

    /// <summary>The name of the server that a connection string leads to.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder settings)
    {
        var host = settings.Host ?? "localhost";
        var port = host.Contains(':', StringComparison.Ordinal) || host.Contains(',', StringComparison.Ordinal)
            ? ""
            : ":" + settings.Port.ToString(CultureInfo.InvariantCulture);
        return $"postgres:{host}{port}/{settings.Database ?? settings.Username ?? ""}";
    }

    private async Task<NpgsqlConnection> CreateAsync(CancellationToken cancellationToken)
    {
        if (_dataSource is null)
        {
            return new NpgsqlConnection(_connectionString);
        }

        // The clone takes over what the text does not carry: the password, and the application's certificate checks.
        await using var template = _dataSource.CreateConnection();
        return await template.CloneWithAsync(_connectionString, cancellationToken).ConfigureAwait(false);
    }
}
