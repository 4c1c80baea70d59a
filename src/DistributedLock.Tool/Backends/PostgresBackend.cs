namespace DistributedLock.Tool.Backends;

/// <summary>A PostgreSQL database.</summary>
internal sealed class PostgresBackend(string connectionString, PostgresLockStrategy strategy, string? schema, string? listen, string keyPrefix) : Backend(keyPrefix)
{
    public const string DefaultSchema = "public";

    public override string Title => "PostgreSQL";

    public override string? EndsOnlyWith => IsAdvisory
        ? "An advisory lock ends with its session only: stop the process that holds it, or end its session with pg_terminate_backend(pid), which ends all locks of that session."
        : null;

    public bool IsAdvisory => strategy == PostgresLockStrategy.Advisory;

    public string ConnectionString => connectionString;

    public string Schema { get; } = schema ?? DefaultSchema;

    public override string? AdviceOn(LockBackendException exception) => MissingObjects.AdviceOn(exception, IsAdvisory ? null : "--strategy advisory");

    protected override PostgresLockOptions OptionsOf(OpenSettings settings) => Configured(
        new PostgresLockOptions
        {
            ConnectionString = connectionString,
            Strategy = strategy,
            Schema = Schema,
            ListenConnectionString = listen,
            CreateMissingObjects = settings.CreateMissingObjects,
        },
        settings);

    protected override IDistributedLockProvider Create(OpenSettings settings) =>
        IsAdvisory ? new PostgresAdvisoryLockProvider(OptionsOf(settings)) : new PostgresLeaseLockProvider(OptionsOf(settings));
}
