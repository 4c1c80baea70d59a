namespace DistributedLock.Postgres;

/// <summary>
/// The statements of a lock session. Each is one round trip, never waits for a lock, and answers with one row. Their parts are nested in <c>case</c>, which
/// is the one construct whose order of evaluation PostgreSQL promises.
/// </summary>
internal sealed class AdvisorySql
{
    /// <summary>The channel of all notifications; the payload is the waiters' key as a decimal number.</summary>
    public const string Channel = "distributedlock";

    public const string Listen = "listen " + Channel;

    public const string Ping = "select 0::bigint";

    /// <summary>Registers an intent. It fails only when somebody looks for intents in that moment.</summary>
    public const string Register = "select case when pg_try_advisory_lock_shared($1) then 1::bigint end";

    public const string Unregister = "select case when pg_advisory_unlock_shared($1) then 1::bigint else 0 end";

    /// <summary>Wakes the waiters of <c>$1</c>.</summary>
    public const string Notify = "select " + Wake1;

    /// <summary>Gives back <c>$1</c>, then wakes the waiters of <c>$2</c>: 0 not held, 1 nobody waits, 2 woken.</summary>
    public const string Release = "select case when pg_advisory_unlock($1) then " + Wake2 + " else 0::bigint end";

    /// <inheritdoc cref="Release"/>
    public const string ReleaseShared = "select case when pg_advisory_unlock_shared($1) then " + Wake2 + " else 0::bigint end";

    /// <summary>Gives back what this session has of the keys <c>$1</c>: no server warning for what it does not have.</summary>
    public const string Undo = "select count(pg_advisory_unlock(key)) from (" + OwnExclusive + ") own where key = any($1)";

    /// <inheritdoc cref="Undo"/>
    public const string UndoShared = "select count(pg_advisory_unlock_shared(key)) from (" + OwnShared + ") own where key = any($1)";

    // A waiter's intent is a shared lock: where the exclusive one can be had, nobody else waits. Looked at after the unlock, so a waiter that registers after
    // the look finds the lock free. Both branches of the inner case say the same; it is there to be evaluated.
    private const string Wake1 =
        "case when pg_try_advisory_lock($1) then case when pg_advisory_unlock($1) then 1::bigint else 1 end " +
        "else case when pg_notify('" + Channel + "', $1::text) is null then 2 else 2 end end";

    private const string Wake2 =
        "case when pg_try_advisory_lock($2) then case when pg_advisory_unlock($2) then 1::bigint else 1 end " +
        "else case when pg_notify('" + Channel + "', $2::text) is null then 2 else 2 end end";

    private const string OwnDatabase = "database = (select oid from pg_database where datname = current_database())";

    private const string Own =
        "select (classid::bigint << 32) | objid::bigint as key from pg_locks " +
        "where locktype = 'advisory' and objsubid = 1 and pid = pg_backend_pid() and " + OwnDatabase + " and mode = ";

    private const string OwnExclusive = Own + "'ExclusiveLock'";
    private const string OwnShared = Own + "'ShareLock'";

    // Another reader that looks at the same moment also keeps the exclusive lock from us. Only then is the list of locks read, which is dear: a writer's lock is
    // a shared one.
    private const string WriterWaits =
        "case when pg_try_advisory_lock($1) then not pg_advisory_unlock($1) else exists (select from pg_locks " +
        "where locktype = 'advisory' and objsubid = 1 and mode = 'ShareLock' and " + OwnDatabase +
        " and classid = (($1 >> 32) & 4294967295)::oid and objid = ($1 & 4294967295)::oid) end";

    public AdvisorySql(FencingSequence sequence)
    {
        var next = sequence.Next;
        Take = $"select case when pg_try_advisory_lock($1) then {next} end";
        Share = $"select case when pg_try_advisory_lock_shared($1) then {next} end";
        ShareUnlessWriterWaits = $"select case when {WriterWaits} then null when pg_try_advisory_lock_shared($2) then {next} end";
        Join = $"select {next}";
        JoinUnlessWriterWaits = $"select case when {WriterWaits} then null else {next} end";

        // The slots are tried in their order until one is had: no sort is between the scan and the limit.
        TakeSlot = $"select {next}, n from unnest($1) with ordinality as slots(key, n) where pg_try_advisory_lock(key) limit 1";
    }

    /// <summary>Takes <c>$1</c> exclusively.</summary>
    public string Take { get; }

    /// <summary>Takes <c>$1</c> shared.</summary>
    public string Share { get; }

    /// <summary>Takes <c>$2</c> shared, unless a writer has registered <c>$1</c>.</summary>
    public string ShareUnlessWriterWaits { get; }

    /// <summary>A token for one more local holder.</summary>
    public string Join { get; }

    /// <summary>The same, unless a writer has registered <c>$1</c>.</summary>
    public string JoinUnlessWriterWaits { get; }

    /// <summary>Takes one of the keys <c>$1</c>.</summary>
    public string TakeSlot { get; }
}
