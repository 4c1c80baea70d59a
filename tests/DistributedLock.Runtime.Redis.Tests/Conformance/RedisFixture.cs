using DistributedLock.Testing;
using DistributedLock.Tests.Processes;
using StackExchange.Redis;

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
                LockCapabilities.MaxHold | LockCapabilities.Leases | LockCapabilities.LocalOrder | LockCapabilities.Inspection |
                LockCapabilities.ForceRelease | LockCapabilities.ProcessCrash | LockCapabilities.OutsideLoss;
            return servers.Count == 1 ? Both | LockCapabilities.Semaphore | LockCapabilities.Fencing : Both;
        }
    }

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new RedisLockOptions { KeyPrefix = keyPrefix + setup.KeyPrefix };
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        options.AllowForceRelease = setup.AllowForceRelease;
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

    public override async ValueTask<HoldingProcess> StartHoldingProcessAsync(IReadOnlyList<LockRequest> requests, CancellationToken cancellationToken) =>
        await HoldingProcess.StartAsync(ConformanceWorker.StartInfo("redis", keyPrefix, string.Join('\n', servers)), requests, cancellationToken);

    /// <summary>Deletes what the servers know of the holders. Of several servers most are enough.</summary>
    public override async ValueTask TakeAwayAsync(LockRequest request, CancellationToken cancellationToken)
    {
        var names = RedisLeaseNames.Of(new LockResource(keyPrefix + request.Key.Value, request.MaxConcurrency > 1));
        foreach (var server in servers.Take((servers.Count / 2) + 1))
        {
            using var connection = await ConnectionMultiplexer.ConnectAsync(server);
            await connection.GetDatabase().KeyDeleteAsync([names.Lock, names.Holders, names.Details]);
        }
    }
}
