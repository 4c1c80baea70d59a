using DistributedLock.Testing;

namespace DistributedLock.Redis.Tests;

/// <summary>One server, or several by majority. The keys of one case begin alike, so that cases share the servers.</summary>
internal sealed class RedisFixture(string keyPrefix, IReadOnlyList<string> servers) : LockConformanceFixture
{
    public override LockCapabilities Capabilities
    {
        get
        {
            const LockCapabilities Both =
                LockCapabilities.Shared | LockCapabilities.WriterPriority | LockCapabilities.SeveralProviders |
                LockCapabilities.Abandonment | LockCapabilities.ProviderDisposal | LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast |
                LockCapabilities.MaxHold | LockCapabilities.Leases | LockCapabilities.LocalOrder | LockCapabilities.Inspection;
            return servers.Count == 1 ? Both | LockCapabilities.Semaphore | LockCapabilities.Fencing : Both;
        }
    }

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new RedisLockOptions { KeyPrefix = keyPrefix + setup.KeyPrefix };
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        if (servers.Count == 1)
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

        return new ValueTask<IDistributedLockProvider>(new RedisLockProvider(options));
    }
}
