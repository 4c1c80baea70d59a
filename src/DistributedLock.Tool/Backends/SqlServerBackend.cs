namespace DistributedLock.Tool.Backends;

/// <summary>A SQL Server database.</summary>
internal sealed class SqlServerBackend(string connectionString, SqlServerLockStrategy strategy, string? schema, string keyPrefix) : Backend(keyPrefix)
{
    public const string DefaultSchema = "dbo";

    public override string Title => "SQL Server";

    public override string? EndsOnlyWith => IsApplicationLocks
        ? "An application lock ends with its session only: stop the process that holds it, or end its session with KILL, which ends all locks of that session."
        : null;

    public override string WhyNotInspectable => "application locks are not told by their provider; an administrator sees them in sys.dm_tran_locks.";

    public override bool WakesWaiters => false;

    public bool IsApplicationLocks => strategy == SqlServerLockStrategy.ApplicationLocks;

    public string ConnectionString => connectionString;

    public string Schema { get; } = schema ?? DefaultSchema;

    public override string? AdviceOn(LockBackendException exception) => MissingObjects.AdviceOn(exception, IsApplicationLocks ? null : "--strategy application-locks");

    protected override SqlServerLockOptions OptionsOf(OpenSettings settings) => Configured(
        new SqlServerLockOptions
        {
            ConnectionString = connectionString,
            Strategy = strategy,
            Schema = Schema,
            CreateMissingObjects = settings.CreateMissingObjects,
        },
        settings);

    protected override IDistributedLockProvider Create(OpenSettings settings) =>
        IsApplicationLocks ? new SqlServerApplicationLockProvider(OptionsOf(settings)) : new SqlServerLeaseLockProvider(OptionsOf(settings));
}
