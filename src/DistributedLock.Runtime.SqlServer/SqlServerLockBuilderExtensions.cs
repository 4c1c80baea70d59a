namespace DistributedLock;

/// <summary>Chooses the SQL Server backend.</summary>
public static class SqlServerLockBuilderExtensions
{
    /// <summary>Uses a database by its connection string: see <see cref="SqlServerLockOptions.ConnectionString"/>.</summary>
    /// <param name="builder">The registration.</param>
    /// <param name="connectionString">How to connect.</param>
    /// <param name="configure">Sets further options, such as the strategy.</param>
    /// <exception cref="InvalidOperationException">A backend was chosen already.</exception>
    public static DistributedLockBuilder UseSqlServer(
        this DistributedLockBuilder builder, string connectionString, Action<SqlServerLockOptions>? configure = null)
    {
        if (connectionString is null)
        {
            throw new ArgumentNullException(nameof(connectionString));
        }

        return Use(builder, new SqlServerLockOptions { ConnectionString = connectionString }, configure);
    }

    /// <summary>Uses a database by its options.</summary>
    /// <param name="builder">The registration.</param>
    /// <param name="configure">Sets the options, the connection string among them.</param>
    /// <exception cref="InvalidOperationException">A backend was chosen already.</exception>
    public static DistributedLockBuilder UseSqlServer(this DistributedLockBuilder builder, Action<SqlServerLockOptions> configure) =>
        Use(builder, new SqlServerLockOptions(), configure ?? throw new ArgumentNullException(nameof(configure)));

    private static DistributedLockBuilder Use(DistributedLockBuilder builder, SqlServerLockOptions options, Action<SqlServerLockOptions>? configure)
    {
        if (builder is null)
        {
            throw new ArgumentNullException(nameof(builder));
        }

        return builder.Use(services =>
        {
            DistributedLockBuilder.Configure(services, options, configure);
            return options.Strategy == SqlServerLockStrategy.LeaseTable
                ? new SqlServerLeaseLockProvider(options)
                : new SqlServerApplicationLockProvider(options);
        });
    }
}
