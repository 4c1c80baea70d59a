using DistributedLock.Leases;
using DistributedLock.Postgres;
using Npgsql;

namespace DistributedLock;

/// <summary>
/// Locks as leases in a PostgreSQL table: shared, exclusive and semaphore; renewed while they are held, and free when their time is over; fencing tokens from a
/// sequence; can be inspected. Works behind a transaction-pooling proxy such as PgBouncer. Never part of a transaction of the application. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Expiry is decided by the server's clock. Waiters are woken by notify where the provider can listen: by <see cref="PostgresLockOptions.ListenConnectionString"/>,
/// or by itself where no pooler stands before the server. Otherwise they look once a second. Works with PostgreSQL 12 and newer.
/// </para>
/// <para>The provider connects at its first use; what is wrong with the server or the rights is thrown there as a <see cref="LockBackendException"/>.</para>
/// </remarks>
public sealed class PostgresLeaseLockProvider : LeaseLockProvider
{
    private const string Category = "DistributedLock.Postgres";

    /// <summary>Creates a provider with the default options.</summary>
    /// <param name="connectionString">How to connect: see <see cref="PostgresLockOptions.ConnectionString"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> cannot be one.</exception>
    public PostgresLeaseLockProvider(string connectionString)
        : this(new PostgresLockOptions { ConnectionString = connectionString })
    {
    }

    /// <summary>Creates a provider with the default options on a data source, which is not disposed.</summary>
    /// <param name="dataSource">The data source: see <see cref="PostgresLockOptions.DataSource"/>.</param>
    public PostgresLeaseLockProvider(NpgsqlDataSource dataSource)
        : this(new PostgresLockOptions { DataSource = dataSource })
    {
    }

    /// <summary>Creates a provider.</summary>
    /// <exception cref="ArgumentException">An option is missing or cannot work.</exception>
    public PostgresLeaseLockProvider(PostgresLockOptions options)
        : base(CreateStore(options), options, Category)
    {
    }

    private static LeaseTableStore CreateStore(PostgresLockOptions options)
    {
        (options ?? throw new ArgumentNullException(nameof(options))).ThrowIfInvalid();
        return new LeaseTableStore(options, options.CreateLogger(Category));
    }
}
