using DistributedLock.Testing;
using DistributedLock.Tests.Processes;
using Npgsql;

namespace DistributedLock.Postgres.Tests;

/// <summary>One database is the store. Its locks have no lease; apart from that it promises everything.</summary>
internal sealed class AdvisoryFixture(string connectionString) : LockConformanceFixture
{
    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.TimeSource | LockCapabilities.Abandonment | LockCapabilities.HeldUntilReleased |
        LockCapabilities.ProviderDisposal | LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold |
        LockCapabilities.ProcessCrash | LockCapabilities.OutsideLoss;

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new PostgresLockOptions { ConnectionString = connectionString };
        options.KeyPrefix = setup.KeyPrefix ?? options.KeyPrefix;
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        return new ValueTask<IDistributedLockProvider>(new PostgresAdvisoryLockProvider(options));
    }

    public override async ValueTask<HoldingProcess> StartHoldingProcessAsync(IReadOnlyList<LockRequest> requests, CancellationToken cancellationToken) =>
        await HoldingProcess.StartAsync(ConformanceWorker.StartInfo("postgres-advisory", "", connectionString), requests, cancellationToken);

    /// <summary>Ends the sessions that hold the lock, or slots of the semaphore, as an administrator does, and waits for their end.</summary>
    public override async ValueTask TakeAwayAsync(LockRequest request, CancellationToken cancellationToken)
    {
        var keys = new AdvisoryKeys(new LockResource(request.Key.Value, request.MaxConcurrency > 1));
        long[] held = request.MaxConcurrency > 1 ? [.. Enumerable.Range(0, request.MaxConcurrency).Select(keys.Slot)] : [keys.Lock];
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("""
            select pg_terminate_backend(pid, 5000) from pg_locks
            where locktype = 'advisory' and granted and objsubid = 1 and (classid::bigint << 32 | objid::bigint) = any($1)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = held });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
