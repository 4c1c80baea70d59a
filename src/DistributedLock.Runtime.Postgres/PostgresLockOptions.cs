using Npgsql;

namespace DistributedLock;

/// <summary>The options of <see cref="PostgresAdvisoryLockProvider"/> and <see cref="PostgresLeaseLockProvider"/>.</summary>
public sealed class PostgresLockOptions : DistributedLockOptions
{
    private const string Example = "\"Host=db;Username=shop;Password=...;Database=shop\"";

    /// <summary>
    /// How to connect, in the form of Npgsql. Pooling and enlistment in transactions are the provider's business, whatever the text says about them. Either this
    /// or <see cref="DataSource"/> is required.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// A data source of the application, which is used and never disposed. Where the provider needs connections outside of its pool, it makes them with the same
    /// settings and credentials.
    /// </summary>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>
    /// Which of the two providers <c>UsePostgres</c> creates. Who creates one by hand chooses by its class. Default: <see cref="PostgresLockStrategy.Advisory"/>.
    /// </summary>
    public PostgresLockStrategy Strategy { get; set; }

    /// <summary>The schema of the sequence of fencing tokens and of the lease table; it must exist. Default: <c>public</c>.</summary>
    public string Schema { get; set; } = "public";

    /// <summary>
    /// Whether what is missing in <see cref="Schema"/> is created on first use. If not, or if the user lacks the right, the documented script has to have
    /// been run. Default: <see langword="true"/>.
    /// </summary>
    public bool CreateMissingObjects { get; set; } = true;

    /// <summary>
    /// Advisory locks: how many locks are held on one connection before the next one is opened, 1 to 1,000,000. All of them are lost when it is cut, and the
    /// server must have room for them: see <c>max_locks_per_transaction</c>. Default: 2,000.
    /// </summary>
    public int MaxLocksPerConnection { get; set; } = 2000;

    /// <summary>
    /// Lease table: a direct connection to the server, on which waiters listen for releases; for where the other one leads to a pooler, which cannot carry
    /// notifications, so that waiters look once a second. Default: the other one, if it is direct.
    /// </summary>
    public string? ListenConnectionString { get; set; }

    internal void ThrowIfInvalid() => Validate();

    /// <inheritdoc/>
    protected override void Validate()
    {
        base.Validate();
        if (ConnectionString is null && DataSource is null)
        {
            throw new ArgumentException(
                "Neither ConnectionString nor DataSource is set: expected one of them, such as \"Host=db;Username=shop;Database=shop\" or a registered NpgsqlDataSource.",
                nameof(ConnectionString));
        }

        if (ConnectionString is not null && DataSource is not null)
        {
            throw new ArgumentException("Both ConnectionString and DataSource are set: expected one of them.", nameof(DataSource));
        }

        if (string.IsNullOrEmpty(Schema) || Schema.Length > 63 || Schema.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("Schema is no name of a schema: expected 1 to 63 characters, such as \"public\".", nameof(Schema));
        }

        if (MaxLocksPerConnection is < 1 or > 1_000_000)
        {
            throw new ArgumentException(
                $"MaxLocksPerConnection is {MaxLocksPerConnection}: expected 1 to 1,000,000, such as 2,000.", nameof(MaxLocksPerConnection));
        }

        if (Strategy is not (PostgresLockStrategy.Advisory or PostgresLockStrategy.LeaseTable))
        {
            throw new ArgumentException($"Strategy is {(int)Strategy}: expected Advisory or LeaseTable.", nameof(Strategy));
        }

        ThrowUnlessUsable(ConnectionString, nameof(ConnectionString));
        ThrowUnlessUsable(ListenConnectionString, nameof(ListenConnectionString));
    }

    private static void ThrowUnlessUsable(string? connectionString, string option)
    {
        if (connectionString is null)
        {
            return;
        }

        string? host;
        try
        {
            // A data source that is never used: the driver looks at ports inside of Host, and at contradictions, only here.
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Multiplexing = false };
            host = settings.Host;
            if (!string.IsNullOrWhiteSpace(host))
            {
                using (NpgsqlDataSource.Create(settings))
                {
                }
            }
        }
        catch (Exception exception) when (exception
            is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException or InvalidOperationException)
        {
            // Neither the driver's message nor its exception: what it takes for a keyword may be the rest of a password that has a ';' in it.
            throw new ArgumentException(
                $"{option} cannot be read as a connection string of Npgsql, or its settings contradict each other: expected one such as {Example}. " +
                "A value with ';' or '=' in it is put into quotes: Password='a;b'.",
                option);
        }

        if (string.IsNullOrWhiteSpace(host))
        {
            throw new ArgumentException($"{option} names no Host: expected one such as {Example}.", option);
        }

        // The form of a URI. The host is part of the provider's name, which is written to logs.
        if (host.Split(',').Any(one => one.Trim() is [not ('/' or '@'), ..] name && name.Contains('@', StringComparison.Ordinal)))
        {
            throw new ArgumentException(
                $"{option} has an '@' in its Host: user and password have settings of their own, as in {Example}.", option);
        }
    }
}
