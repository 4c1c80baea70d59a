using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DistributedLock;

/// <summary>Chooses the PostgreSQL backend.</summary>
public static class PostgresLockBuilderExtensions
{
    /// <summary>Uses a database by its connection string: see <see cref="PostgresLockOptions.ConnectionString"/>.</summary>
    /// <param name="builder">The registration.</param>
    /// <param name="connectionString">How to connect.</param>
    /// <param name="configure">Sets further options, such as the strategy.</param>
    /// <exception cref="InvalidOperationException">A backend was chosen already.</exception>
    public static DistributedLockBuilder UsePostgres(
        this DistributedLockBuilder builder, string connectionString, Action<PostgresLockOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionString);
        return builder.Use(services => Create(services, new PostgresLockOptions { ConnectionString = connectionString }, configure));
    }

    /// <summary>Uses a data source, which is not disposed: see <see cref="PostgresLockOptions.DataSource"/>.</summary>
    /// <param name="builder">The registration.</param>
    /// <param name="dataSource">The data source.</param>
    /// <param name="configure">Sets further options, such as the strategy.</param>
    /// <exception cref="InvalidOperationException">A backend was chosen already.</exception>
    public static DistributedLockBuilder UsePostgres(
        this DistributedLockBuilder builder, NpgsqlDataSource dataSource, Action<PostgresLockOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.Use(services => Create(services, new PostgresLockOptions { DataSource = dataSource }, configure));
    }

    /// <summary>Uses the <see cref="NpgsqlDataSource"/> that is registered with the container, unless the options name a connection.</summary>
    /// <param name="builder">The registration.</param>
    /// <param name="configure">Sets options, such as the strategy.</param>
    /// <exception cref="InvalidOperationException">A backend was chosen already.</exception>
    public static DistributedLockBuilder UsePostgres(this DistributedLockBuilder builder, Action<PostgresLockOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(services => Create(services, new PostgresLockOptions(), options =>
        {
            configure?.Invoke(options);
            if (options.ConnectionString is null)
            {
                options.DataSource ??= services.GetService<NpgsqlDataSource>();
            }
        }));
    }

    private static IDistributedLockProvider Create(IServiceProvider services, PostgresLockOptions options, Action<PostgresLockOptions>? configure)
    {
        DistributedLockBuilder.Configure(services, options, configure);
        return options.Strategy == PostgresLockStrategy.Advisory
            ? new PostgresAdvisoryLockProvider(options)
            : new PostgresLeaseLockProvider(options);
    }
}
