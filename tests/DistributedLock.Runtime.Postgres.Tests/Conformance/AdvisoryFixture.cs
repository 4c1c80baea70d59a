using DistributedLock.Testing;

namespace DistributedLock.Postgres.Tests;

/// <summary>One database is the store. Its locks have no lease; apart from that it promises everything.</summary>
internal sealed class AdvisoryFixture(string connectionString) : LockConformanceFixture
{
    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.TimeSource | LockCapabilities.Abandonment | LockCapabilities.HeldUntilReleased |
        LockCapabilities.ProviderDisposal | LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold;

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new PostgresLockOptions { ConnectionString = connectionString };
        options.KeyPrefix = setup.KeyPrefix ?? options.KeyPrefix;
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        return new ValueTask<IDistributedLockProvider>(new PostgresAdvisoryLockProvider(options));
    }
}
