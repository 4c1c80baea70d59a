using DistributedLock.Leases;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistributedLock.Postgres.Tests;

/// <summary>A store of the shared table, and claims of the test's own.</summary>
public abstract class LeaseStoreTest : PostgresLockTest
{
    private protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private protected LeaseTableStore Store { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Store = NewStore();
    }

    private protected static Task<LeaseAnswer> TryAsync(LeaseTableStore store, LeaseClaim claim) => store.TryAcquireAsync(claim, Stop).AsTask();

    private protected static string NewOwner() => Guid.NewGuid().ToString("n");

    private protected static LeaseClaim Claim(LockResource resource, LockMode mode = LockMode.Exclusive, int permits = 1) =>
        new(resource, NewOwner(), Lease) { Mode = mode, MaxConcurrency = permits };

    private protected Task<LeaseAnswer> TryAsync(LeaseClaim claim) => TryAsync(Store, claim);

    private protected LockResource NewResource(string name = "k", bool isSemaphore = false) => new(NewKey(name), isSemaphore);

    private protected LeaseTableStore NewStore(string? connectionString = null) => Own(new LeaseTableStore(
        new PostgresLockOptions { ConnectionString = connectionString ?? Shared, Strategy = PostgresLockStrategy.LeaseTable }, NullLogger.Instance));
}
