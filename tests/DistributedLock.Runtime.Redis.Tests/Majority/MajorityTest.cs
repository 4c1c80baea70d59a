using DistributedLock.Leases;
using DistributedLock.TestServers;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistributedLock.Redis.Tests;

/// <summary>Several servers of the test's own.</summary>
public abstract class MajorityTest : RedisTest
{
    // The tests' machine is busy: a server that is well must not count as one that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    internal List<RedisServer> Servers { get; } = [];

    internal async Task StartServersAsync(int count) =>
        Servers.AddRange(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StartServerAsync())));

    internal RedisLockOptions Options(IEnumerable<string>? configurations = null)
    {
        var options = new RedisLockOptions { KeyPrefix = Prefix, ServerTimeout = Patience };
        foreach (var configuration in configurations ?? Servers.Select(server => server.ConnectionString))
        {
            options.Servers.Add(configuration + ",connectTimeout=3000");
        }

        return options;
    }

    internal ILeaseStore NewMajority(IEnumerable<string>? configurations = null) => Own(RedisStores.Create(Options(configurations), NullLogger.Instance));

    internal RedisLockProvider NewMajorityProvider(IEnumerable<string>? configurations = null) => Own(new RedisLockProvider(Options(configurations)));

    internal ILeaseStore NewStoreOf(RedisServer server) =>
        Own(RedisStores.Create(new RedisLockOptions { Configuration = server.ConnectionString }, NullLogger.Instance));
}
