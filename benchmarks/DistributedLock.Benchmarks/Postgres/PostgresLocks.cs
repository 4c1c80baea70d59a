namespace DistributedLock.Benchmarks.Postgres;

/// <summary>Providers of both strategies.</summary>
internal static class PostgresLocks
{
    public static IReadOnlyList<PostgresLockStrategy> Strategies { get; } = [PostgresLockStrategy.Advisory, PostgresLockStrategy.LeaseTable];

    public static string NameOf(PostgresLockStrategy strategy) => strategy == PostgresLockStrategy.LeaseTable ? "lease table" : "advisory locks";

    public static IDistributedLockProvider Create(PostgresLockStrategy strategy, string connectionString) => strategy == PostgresLockStrategy.LeaseTable
        ? new PostgresLeaseLockProvider(connectionString)
        : new PostgresAdvisoryLockProvider(connectionString);
}
