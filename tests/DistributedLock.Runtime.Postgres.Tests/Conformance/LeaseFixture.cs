using DistributedLock.Testing;

namespace DistributedLock.Postgres.Tests;

/// <summary>One table is the store; waiters listen, or have to look by themselves as behind a pooler.</summary>
internal sealed class LeaseFixture(string connectionString) : LockConformanceFixture
{
    // No TimeSource: a clock that jumps by an hour ends every lease and every time limit of a request that is under way to a real server.
    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.Abandonment | LockCapabilities.Leases |
        LockCapabilities.ProviderDisposal | LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold |
        LockCapabilities.Inspection;

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new PostgresLockOptions { ConnectionString = connectionString, Strategy = PostgresLockStrategy.LeaseTable };
        options.KeyPrefix = setup.KeyPrefix ?? options.KeyPrefix;
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        return new ValueTask<IDistributedLockProvider>(new PostgresLeaseLockProvider(options));
    }
}
