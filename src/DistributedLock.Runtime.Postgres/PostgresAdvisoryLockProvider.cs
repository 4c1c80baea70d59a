using DistributedLock.Postgres;
using DistributedLock.Sessions;
using Npgsql;

namespace DistributedLock;

/// <summary>
/// Locks over PostgreSQL's advisory locks: shared, exclusive and semaphore; many on one connection and freed with it, however it ends; fencing tokens from a
/// sequence; waiters are woken by notify. Never part of a transaction of the application. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Needs direct connections: a pooler that hands sessions around is noticed and refused. A connection that dies is noticed within a second, a silent network
/// within ten, at both ends; all locks of the connection are lost then. Works with PostgreSQL 12 and newer.
/// </para>
/// <para>The provider connects at its first use; what is wrong with the server or the rights is thrown there as a <see cref="LockBackendException"/>.</para>
/// </remarks>
public sealed class PostgresAdvisoryLockProvider : SessionLockProvider, IDistributedLockInspector
{
    private const string Category = "DistributedLock.Postgres";

    private readonly AdvisoryInspection _inspection;

    // How long a connection without locks is kept.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    /// <summary>Creates a provider with the default options.</summary>
    /// <param name="connectionString">How to connect: see <see cref="PostgresLockOptions.ConnectionString"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> cannot be one.</exception>
    public PostgresAdvisoryLockProvider(string connectionString)
        : this(new PostgresLockOptions { ConnectionString = connectionString })
    {
    }

    /// <summary>Creates a provider with the default options on a data source, which is not disposed.</summary>
    /// <param name="dataSource">The data source: see <see cref="PostgresLockOptions.DataSource"/>.</param>
    public PostgresAdvisoryLockProvider(NpgsqlDataSource dataSource)
        : this(new PostgresLockOptions { DataSource = dataSource })
    {
    }

    /// <summary>Creates a provider.</summary>
    /// <exception cref="ArgumentException">An option is missing or cannot work.</exception>
    public PostgresAdvisoryLockProvider(PostgresLockOptions options)
        : this(options, IdleTime)
    {
    }

    internal PostgresAdvisoryLockProvider(PostgresLockOptions options, TimeSpan idleTime)
        : this(CreateStore(options, idleTime), options)
    {
    }

    private PostgresAdvisoryLockProvider(AdvisoryStore store, PostgresLockOptions options)
        : base(store, options, Category) => _inspection = store.Inspection;

    /// <summary>Not possible: on the server advisory locks are numbers, which tell neither keys nor whose they are.</summary>
    /// <exception cref="NotSupportedException">Always. One key can be asked for by <see cref="GetAsync"/>.</exception>
    public IAsyncEnumerable<LockInfo> ListAsync(string keyPrefix = "", CancellationToken cancellationToken = default) => throw new NotSupportedException(
        $"{Name} cannot list advisory locks: on the server they are numbers, which tell no keys. Ask for one key by GetAsync, or use Strategy = LeaseTable, whose locks can be listed.");

    /// <inheritdoc/>
    /// <remarks>
    /// One entry for each process that holds the key. Known are mode, host, and from the name of the session (<c>application_name</c>) process and application; the server process is told
    /// as the pair <c>backend_pid</c>. What another user's session is called only users with the role <c>pg_read_all_stats</c> see.
    /// </remarks>
    public async ValueTask<IReadOnlyList<LockInfo>> GetAsync(LockKey key, CancellationToken cancellationToken = default) =>
        await _inspection.GetAsync(key, cancellationToken).ConfigureAwait(false);

    /// <summary>Not possible by itself: the hold is its session's, and others live on that one.</summary>
    /// <exception cref="NotSupportedException">Always; the message says which session to end.</exception>
    public ValueTask<bool> ForceReleaseAsync(LockInfo held, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(held);
        var backend = held.Metadata.TryGetValue(AdvisoryInspection.BackendName, out var id) ? id : "pid";
        throw new NotSupportedException(
            $"The hold of '{held.Key}' is a session's, and cannot be ended alone. To end the session, and with it every lock that it holds, run: select pg_terminate_backend({backend}). " +
            $"Its process ({SessionName.ProcessOf(held)}) is told within a second.");
    }

    private static AdvisoryStore CreateStore(PostgresLockOptions options, TimeSpan idleTime)
    {
        (options ?? throw new ArgumentNullException(nameof(options))).ThrowIfInvalid();
        return new AdvisoryStore(options, idleTime, options.CreateLogger(Category));
    }
}
