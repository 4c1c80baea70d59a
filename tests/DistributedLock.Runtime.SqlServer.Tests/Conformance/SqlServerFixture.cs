using DistributedLock.Testing;

namespace DistributedLock.SqlServer.Tests;

/// <summary>One database is the store. The keys of one case begin alike, so that cases share it.</summary>
internal sealed class SqlServerFixture(SqlServerLockStrategy strategy, string connectionString, string keyPrefix) : LockConformanceFixture
{
    private const LockCapabilities Both =
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.Abandonment | LockCapabilities.ProviderDisposal | LockCapabilities.KeyPrefix |
        LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold;

    // A lease ends by the server's clock, which no test can move, and there is nothing to hold on to after it.
    public override LockCapabilities Capabilities => strategy == SqlServerLockStrategy.LeaseTable
        ? Both | LockCapabilities.Leases | LockCapabilities.Inspection
        : Both | LockCapabilities.TimeSource | LockCapabilities.HeldUntilReleased;

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new SqlServerLockOptions { ConnectionString = connectionString, KeyPrefix = keyPrefix + setup.KeyPrefix };
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        return new ValueTask<IDistributedLockProvider>(strategy == SqlServerLockStrategy.LeaseTable
            ? new SqlServerLeaseLockProvider(options)
            : new SqlServerApplicationLockProvider(options));
    }
}
