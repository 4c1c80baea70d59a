using DistributedLock.Testing;
using DistributedLock.Tests.Processes;
using Npgsql;

namespace DistributedLock.Postgres.Tests;

/// <summary>One table is the store; waiters listen, or have to look by themselves as behind a pooler.</summary>
internal sealed class LeaseFixture(string connectionString) : LockConformanceFixture
{
    // No TimeSource: a clock that jumps by an hour ends every lease and every time limit of a request that is under way to a real server.
    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.Abandonment | LockCapabilities.Leases |
        LockCapabilities.ProviderDisposal | LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold |
        LockCapabilities.Inspection | LockCapabilities.ForceRelease | LockCapabilities.ProcessCrash | LockCapabilities.OutsideLoss;

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new PostgresLockOptions { ConnectionString = connectionString, Strategy = PostgresLockStrategy.LeaseTable };
        options.KeyPrefix = setup.KeyPrefix ?? options.KeyPrefix;
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        options.AllowForceRelease = setup.AllowForceRelease;
        return new ValueTask<IDistributedLockProvider>(new PostgresLeaseLockProvider(options));
    }

    public override async ValueTask<HoldingProcess> StartHoldingProcessAsync(IReadOnlyList<LockRequest> requests, CancellationToken cancellationToken) =>
        await HoldingProcess.StartAsync(ConformanceWorker.StartInfo("postgres-lease", "", connectionString), requests, cancellationToken);

    /// <summary>Deletes the row, and with it what the server knows of those who wait.</summary>
    public override async ValueTask TakeAwayAsync(LockRequest request, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("delete from public.distributedlock_leases where id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = new LeaseKeys(new LockResource(request.Key.Value, request.MaxConcurrency > 1)).Id });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
