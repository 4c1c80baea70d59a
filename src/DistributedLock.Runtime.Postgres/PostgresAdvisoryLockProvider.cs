using DistributedLock.Postgres;
using DistributedLock.Sessions;
using Npgsql;

namespace DistributedLock;

/// <summary>
/// Locks over PostgreSQL's advisory locks: shared, exclusive and semaphore; many on one connection and freed with it, however it ends; fencing tokens from a
/// sequence; waiters are woken by notify. Never part of a transaction of the application. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Needs direct connections: a pooler that hands sessions around is noticed and refused. A connection that dies is noticed within a second, a silent network
/// within ten, at both ends; all locks of the connection are lost then. Works with PostgreSQL 12 and newer.
/// </para>
/// <para>The provider connects at its first use; what is wrong with the server or the rights is thrown there as a <see cref="LockBackendException"/>.</para>
/// </remarks>
public sealed class PostgresAdvisoryLockProvider : SessionLockProvider
{
    private const string Category = "DistributedLock.Postgres";

    // How long a connection without locks is kept.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    /// <summary>Creates a provider with the default options.</summary>
    /// <param name="connectionString">How to connect: see <see cref="PostgresLockOptions.ConnectionString"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> cannot be one.</exception>
    public PostgresAdvisoryLockProvider(string connectionString)
        : this(new PostgresLockOptions { ConnectionString = connectionString })
    {
    }

    /// <summary>Creates a provider with the default options on a data source, which is not disposed.</summary>
    /// <param name="dataSource">The data source: see <see cref="PostgresLockOptions.DataSource"/>.</param>
    public PostgresAdvisoryLockProvider(NpgsqlDataSource dataSource)
        : this(new PostgresLockOptions { DataSource = dataSource })
    {
    }

    /// <summary>Creates a provider.</summary>
    /// <exception cref="ArgumentException">An option is missing or cannot work.</exception>
    public PostgresAdvisoryLockProvider(PostgresLockOptions options)
        : this(options, IdleTime)
    {
    }

    internal PostgresAdvisoryLockProvider(PostgresLockOptions options, TimeSpan idleTime)
        : base(CreateStore(options, idleTime), options, Category)
    {
    }

    private static AdvisoryStore CreateStore(PostgresLockOptions options, TimeSpan idleTime)
    {
        (options ?? throw new ArgumentNullException(nameof(options))).ThrowIfInvalid();
        return new AdvisoryStore(options, idleTime, options.CreateLogger(Category));
    }
}
