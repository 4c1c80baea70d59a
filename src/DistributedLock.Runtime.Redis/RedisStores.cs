using DistributedLock.Leases;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Redis;

/// <summary>Makes the store that the options ask for.</summary>
internal static class RedisStores
{
    public static ILeaseStore Create(RedisLockOptions options, ILogger logger)
    {
        if (options.Multiplexer is { } multiplexer)
        {
            return new RedisLeaseStore(RedisConnection.Use(multiplexer, options, logger), options, logger);
        }

        return options.Servers.Count == 0
            ? new RedisLeaseStore(RedisConnection.Connect(options.Configuration!, options, logger), options, logger)
            : new MajorityLeaseStore(Connect(options, logger), options);
    }

    private static List<ILeaseStore> Connect(RedisLockOptions options, ILogger logger)
    {
        // All at once: one that is down takes the driver's whole time-out.
        var connections = options.Servers.Select(server => Task.Run(() => RedisConnection.Connect(server, options, logger))).ToList();
        try
        {
            Task.WhenAll(connections).GetAwaiter().GetResult();
        }
        catch
        {
            foreach (var connection in connections.Where(connection => connection.Status == TaskStatus.RanToCompletion))
            {
                connection.Result.Dispose();
            }

            throw;
        }

        return [.. connections.Select(connection => new RedisLeaseStore(connection.Result, options, logger))];
    }
}
