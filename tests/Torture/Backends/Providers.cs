using DistributedLock.Postgres;
using DistributedLock.Redis;

namespace DistributedLock.Torture;

/// <summary>Makes providers by a backend's name.</summary>
internal static class Providers
{
    private const string KeyPrefix = "torture:";

    /// <param name="backend">Its name.</param>
    /// <param name="stores">A directory, or a connection string; several for a majority.</param>
    /// <param name="breakage">A mistake to be built in.</param>
    /// <param name="clock">The clock that the provider is given.</param>
    public static IDistributedLockProvider Create(string backend, IReadOnlyList<string> stores, Breakage breakage, TimeProvider clock) => backend switch
    {
        "files" => new FileSystemLockProvider(new FileSystemLockOptions { Directory = stores[0], KeyPrefix = KeyPrefix, TimeProvider = clock }),
        _ when breakage != Breakage.None => Broken(backend, stores, breakage, clock),
        "redis" or "redis-majority" => new RedisLockProvider(Redis(stores, clock)),
        "postgres-advisory" => new PostgresAdvisoryLockProvider(new PostgresLockOptions { ConnectionString = stores[0], KeyPrefix = KeyPrefix, TimeProvider = clock }),
        "postgres-lease" => new PostgresLeaseLockProvider(PostgresLease(stores, clock)),
        "sqlserver-applock" => new SqlServerApplicationLockProvider(new SqlServerLockOptions { ConnectionString = stores[0], KeyPrefix = KeyPrefix, TimeProvider = clock }),
        "sqlserver-lease" => new SqlServerLeaseLockProvider(new SqlServerLockOptions
        {
            ConnectionString = stores[0], KeyPrefix = KeyPrefix, Strategy = SqlServerLockStrategy.LeaseTable, TimeProvider = clock,
        }),
        _ => throw new ArgumentException($"There is no backend '{backend}'.", nameof(backend)),
    };

    private static BrokenLeaseProvider Broken(string backend, IReadOnlyList<string> stores, Breakage breakage, TimeProvider clock)
    {
        if (backend == "redis")
        {
            var redis = Redis(stores, clock);
            return new BrokenLeaseProvider(RedisStores.Create(redis, redis.CreateLogger(BrokenLeaseProvider.Category)), redis, breakage);
        }

        var postgres = PostgresLease(stores, clock);
        return new BrokenLeaseProvider(new LeaseTableStore(postgres, postgres.CreateLogger(BrokenLeaseProvider.Category)), postgres, breakage);
    }

    private static PostgresLockOptions PostgresLease(IReadOnlyList<string> stores, TimeProvider clock) => new()
    {
        ConnectionString = stores[0], KeyPrefix = KeyPrefix, Strategy = PostgresLockStrategy.LeaseTable, TimeProvider = clock,
    };

    private static RedisLockOptions Redis(IReadOnlyList<string> stores, TimeProvider clock)
    {
        var options = new RedisLockOptions { KeyPrefix = KeyPrefix, TimeProvider = clock };
        if (stores.Count == 1)
        {
            options.Configuration = stores[0];
        }
        else
        {
            foreach (var store in stores)
            {
                options.Servers.Add(store);
            }
        }

        return options;
    }
}
