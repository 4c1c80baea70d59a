using DistributedLock.Leases;
using DistributedLock.SqlServer;

namespace DistributedLock;

/// <summary>
/// Locks over a lease table in SQL Server, behind stored procedures: shared, exclusive and semaphore; renewed while they are held, and inspectable; fencing
/// tokens from a sequence; time is the server's. Waiters poll. Never part of a transaction of the application. Thread-safe.
/// </summary>
/// <remarks>
/// <para>Outlives cut connections for as long as the lease lasts. Works with SQL Server 2016 and newer, and with Azure SQL Database.</para>
/// <para>The provider connects at its first use; what is wrong with the server or the rights is thrown there as a <see cref="LockBackendException"/>.</para>
/// </remarks>
public sealed class SqlServerLeaseLockProvider : LeaseLockProvider
{
    private const string Category = "DistributedLock.SqlServer";

    /// <summary>Creates a provider with the default options.</summary>
    /// <param name="connectionString">How to connect: see <see cref="SqlServerLockOptions.ConnectionString"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> cannot be one.</exception>
    public SqlServerLeaseLockProvider(string connectionString)
        : this(new SqlServerLockOptions { ConnectionString = connectionString })
    {
    }

    /// <summary>Creates a provider.</summary>
    /// <exception cref="ArgumentException">An option is missing or cannot work.</exception>
    public SqlServerLeaseLockProvider(SqlServerLockOptions options)
        : base(CreateStore(options), options, Category)
    {
    }

    private static LeaseProcedureStore CreateStore(SqlServerLockOptions options)
    {
        (options ?? throw new ArgumentNullException(nameof(options))).ThrowIfInvalid();
        return new LeaseProcedureStore(options);
    }
}
