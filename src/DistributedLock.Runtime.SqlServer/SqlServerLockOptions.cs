using Microsoft.Data.SqlClient;

namespace DistributedLock;

/// <summary>The options of <see cref="SqlServerApplicationLockProvider"/> and <see cref="SqlServerLeaseLockProvider"/>.</summary>
public sealed class SqlServerLockOptions : DistributedLockOptions
{
    private const string Example = "\"Server=db;Database=Shop;User ID=shop;Password=...\"";

    /// <summary>
    /// How to connect, in the form of Microsoft.Data.SqlClient, with the database. Pooling, reconnection and enlistment in transactions are the provider's
    /// business, whatever the text says about them. Required.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Which of the two providers <c>UseSqlServer</c> creates. Who creates one by hand chooses by its class. Default:
    /// <see cref="SqlServerLockStrategy.ApplicationLocks"/>.
    /// </summary>
    public SqlServerLockStrategy Strategy { get; set; }

    /// <summary>The schema of the sequence of fencing tokens and of the lease table with its procedures; it must exist. Default: <c>dbo</c>.</summary>
    public string Schema { get; set; } = "dbo";

    /// <summary>
    /// Whether what is missing in <see cref="Schema"/> is created on first use. If not, or if the user lacks the right, the documented script has to have
    /// been run. Default: <see langword="true"/>.
    /// </summary>
    public bool CreateMissingObjects { get; set; } = true;

    /// <summary>
    /// Application locks: how many locks are held on one connection before the next one is opened, 1 to 100,000. All of them are lost when it is cut.
    /// Default: 2,000.
    /// </summary>
    public int MaxLocksPerConnection { get; set; } = 2000;

    /// <summary>
    /// How often a waiter looks again, 10 ms to 1 s; shortened at random by up to a third. SQL Server cannot wake a waiter without a connection of its own for
    /// each of them, so half of this is what a hand-over between processes costs on average. Default: 200 ms.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    internal void ThrowIfInvalid() => Validate();

    /// <inheritdoc/>
    protected override void Validate()
    {
        base.Validate();
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            throw new ArgumentException($"ConnectionString is empty: expected one such as {Example}.", nameof(ConnectionString));
        }

        if (string.IsNullOrWhiteSpace(Schema) || Schema.Length > 128 || Schema.IndexOf('\0') >= 0)
        {
            throw new ArgumentException("Schema is no name of a schema: expected 1 to 128 characters, such as \"dbo\".", nameof(Schema));
        }

        if (MaxLocksPerConnection is < 1 or > 100_000)
        {
            throw new ArgumentException(
                $"MaxLocksPerConnection is {MaxLocksPerConnection}: expected 1 to 100,000, such as 2,000.", nameof(MaxLocksPerConnection));
        }

        if (PollInterval < TimeSpan.FromMilliseconds(10) || PollInterval > TimeSpan.FromSeconds(1))
        {
            throw new ArgumentException($"PollInterval is {PollInterval}: expected 10 ms to 1 s, such as 200 ms.", nameof(PollInterval));
        }

        if (Strategy is not (SqlServerLockStrategy.ApplicationLocks or SqlServerLockStrategy.LeaseTable))
        {
            throw new ArgumentException($"Strategy is {(int)Strategy}: expected ApplicationLocks or LeaseTable.", nameof(Strategy));
        }

        ThrowUnlessUsable(ConnectionString);
    }

    private static void ThrowUnlessUsable(string connectionString)
    {
        SqlConnectionStringBuilder settings;
        try
        {
            settings = new SqlConnectionStringBuilder(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The driver names the keyword, but some of its messages carry the value: those, and the inner exception, are left out.
            throw new ArgumentException(
                $"ConnectionString is none of Microsoft.Data.SqlClient ({KeywordOf(exception)}): expected one such as {Example}.", nameof(ConnectionString));
        }

        if (string.IsNullOrWhiteSpace(settings.DataSource))
        {
            throw new ArgumentException($"ConnectionString names no Server: expected one such as {Example}.", nameof(ConnectionString));
        }

        // Application locks and the lease table are a database's own: two processes with different default databases would not exclude each other.
        if (string.IsNullOrWhiteSpace(settings.InitialCatalog))
        {
            throw new ArgumentException(
                $"ConnectionString names no Database, and locks belong to one: expected one such as {Example}.", nameof(ConnectionString));
        }
    }

    private static string KeywordOf(Exception exception) =>
        exception.Message.StartsWith("Keyword not supported", StringComparison.Ordinal) ? exception.Message.TrimEnd('.') : "its form is wrong";
}
