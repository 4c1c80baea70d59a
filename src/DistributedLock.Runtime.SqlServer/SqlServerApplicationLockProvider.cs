using DistributedLock.Sessions;
using DistributedLock.SqlServer;

namespace DistributedLock;

/// <summary>
/// Locks over SQL Server's application locks (<c>sp_getapplock</c>): shared, exclusive and semaphore; many on one connection and freed with it, however it
/// ends; fencing tokens from a sequence. Waiters poll. Never part of a transaction of the application. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// A connection that dies is noticed within a second, a silent network within ten; all locks of the connection are lost then. Works with SQL Server 2012 and
/// newer, and with Azure SQL Database.
/// </para>
/// <para>The provider connects at its first use; what is wrong with the server or the rights is thrown there as a <see cref="LockBackendException"/>.</para>
/// </remarks>
public sealed class SqlServerApplicationLockProvider : SessionLockProvider
{
    private const string Category = "DistributedLock.SqlServer";

    // How long a connection without locks is kept.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    /// <summary>Creates a provider with the default options.</summary>
    /// <param name="connectionString">How to connect: see <see cref="SqlServerLockOptions.ConnectionString"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> cannot be one.</exception>
    public SqlServerApplicationLockProvider(string connectionString)
        : this(new SqlServerLockOptions { ConnectionString = connectionString })
    {
    }

    /// <summary>Creates a provider.</summary>
    /// <exception cref="ArgumentException">An option is missing or cannot work.</exception>
    public SqlServerApplicationLockProvider(SqlServerLockOptions options)
        : this(options, IdleTime)
    {
    }

    internal SqlServerApplicationLockProvider(SqlServerLockOptions options, TimeSpan idleTime)
        : base(CreateStore(options, idleTime), options, Category)
    {
    }

    private static ApplicationLockStore CreateStore(SqlServerLockOptions options, TimeSpan idleTime)
    {
        (options ?? throw new ArgumentNullException(nameof(options))).ThrowIfInvalid();
        return new ApplicationLockStore(options, idleTime, options.CreateLogger(Category));
    }
}
