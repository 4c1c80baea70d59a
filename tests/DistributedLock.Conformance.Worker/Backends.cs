namespace DistributedLock.Conformance.Worker;

/// <summary>The providers by the names that the tests give them.</summary>
internal static class Backends
{
    /// <param name="backend">Which one.</param>
    /// <param name="keyPrefix">What is put before every key.</param>
    /// <param name="store">A directory, or a connection string; several servers of a majority on a line each.</param>
    public static IDistributedLockProvider Create(string backend, string keyPrefix, string store) => backend switch
    {
        "files" => new FileSystemLockProvider(new FileSystemLockOptions { Directory = store, KeyPrefix = keyPrefix }),
        "redis" => CreateRedis(keyPrefix, store.Split('\n')),
        "postgres-advisory" => new PostgresAdvisoryLockProvider(new PostgresLockOptions { ConnectionString = store, KeyPrefix = keyPrefix }),
        "postgres-lease" => new PostgresLeaseLockProvider(
            new PostgresLockOptions { ConnectionString = store, KeyPrefix = keyPrefix, Strategy = PostgresLockStrategy.LeaseTable }),
        "sqlserver-application" => new SqlServerApplicationLockProvider(new SqlServerLockOptions { ConnectionString = store, KeyPrefix = keyPrefix }),
        "sqlserver-lease" => new SqlServerLeaseLockProvider(new SqlServerLockOptions { ConnectionString = store, KeyPrefix = keyPrefix }),
        _ => throw new ArgumentException($"There is no backend '{backend}'.", nameof(backend)),
    };

    private static RedisLockProvider CreateRedis(string keyPrefix, string[] servers)
    {
        var options = new RedisLockOptions { KeyPrefix = keyPrefix };
        if (servers.Length == 1)
        {
            options.Configuration = servers[0];
        }
        else
        {
            foreach (var server in servers)
            {
                options.Servers.Add(server);
            }
        }

        return new RedisLockProvider(options);
    }
}
