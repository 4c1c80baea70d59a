using DistributedLock.Testing;
using DistributedLock.Tests.Processes;

namespace DistributedLock.SqlServer.Tests;

/// <summary>One database is the store. The keys of one case begin alike, so that cases share it.</summary>
/// <param name="strategy">How its locks are held.</param>
/// <param name="connectionString">Where it is.</param>
/// <param name="keyPrefix">What the keys begin with.</param>
/// <param name="model">The server, when it is the modelled one: what an administrator does to a real one is not written yet.</param>
internal sealed class SqlServerFixture(SqlServerLockStrategy strategy, string connectionString, string keyPrefix, ModelledServer? model) : LockConformanceFixture
{
    private const LockCapabilities Both =
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.Abandonment | LockCapabilities.ProviderDisposal | LockCapabilities.KeyPrefix |
        LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold | LockCapabilities.ProcessCrash;

    public override LockCapabilities Capabilities => CapabilitiesOf(strategy, isModelled: model is not null);

    public static LockCapabilities CapabilitiesOf(SqlServerLockStrategy strategy, bool isModelled) =>
        (isModelled ? Both | LockCapabilities.OutsideLoss : Both) | OwnTo(strategy);

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new SqlServerLockOptions { ConnectionString = connectionString, KeyPrefix = keyPrefix + setup.KeyPrefix };
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        options.AllowForceRelease = setup.AllowForceRelease;
        return new ValueTask<IDistributedLockProvider>(strategy == SqlServerLockStrategy.LeaseTable
            ? new SqlServerLeaseLockProvider(options)
            : new SqlServerApplicationLockProvider(options));
    }

    public override async ValueTask<HoldingProcess> StartHoldingProcessAsync(IReadOnlyList<LockRequest> requests, CancellationToken cancellationToken) =>
        await HoldingProcess.StartAsync(
            ConformanceWorker.StartInfo(
                strategy == SqlServerLockStrategy.LeaseTable ? "sqlserver-lease" : "sqlserver-application", keyPrefix, connectionString),
            requests,
            cancellationToken);

    /// <summary>Deletes the rows, or ends the sessions.</summary>
    public override ValueTask TakeAwayAsync(LockRequest request, CancellationToken cancellationToken)
    {
        var resource = new LockResource(keyPrefix + request.Key.Value, request.MaxConcurrency > 1);
        if (strategy == SqlServerLockStrategy.LeaseTable)
        {
            model!.Leases.Delete(resource);
        }
        else
        {
            model!.KillHolders(resource, request.MaxConcurrency);
        }

        return default;
    }

    // A lease ends by the server's clock, which no test can move, and there is nothing to hold on to after it.
    private static LockCapabilities OwnTo(SqlServerLockStrategy strategy) => strategy == SqlServerLockStrategy.LeaseTable
        ? LockCapabilities.Leases | LockCapabilities.Inspection | LockCapabilities.ForceRelease
        : LockCapabilities.TimeSource | LockCapabilities.HeldUntilReleased;
}
