using System.Data;
using System.Globalization;
using DistributedLock.Sessions;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging;

namespace DistributedLock.SqlServer;

/// <summary>Application locks as a session store: a connection is the session of many locks.</summary>
/// <remarks>
/// The server wakes only who waits for one lock on a connection of its own, so waiters poll. They have intents nevertheless: writers for readers to see, and all
/// for a process that would otherwise take the lock again and again, always faster than a poll. Intents are on connections of their own: to a session, its own
/// locks are never in the way.
/// </remarks>
internal sealed class ApplicationLockStore : ISessionStore
{
    private const int NotFree = -1;

    private readonly ApplicationLockSessions _sessions;
    private readonly ApplicationLockSessions _intentSessions;
    private readonly ILogger _logger;

    public ApplicationLockStore(SqlServerLockOptions options, TimeSpan idleTime, ILogger logger)
    {
        var target = new SqlServerTarget(options.ConnectionString, isSession: true);
        var sequence = new FencingSequence(options.Schema);
        var opening = new SessionOpening(target, sequence, options.CreateMissingObjects);
        Name = target.Name;
        Sql = new ApplicationLockSql(sequence);
        PollInterval = options.PollInterval;
        _logger = logger;
        _sessions = new ApplicationLockSessions(opening, options.MaxLocksPerConnection, idleTime, isWatched: false, logger);
        _intentSessions = new ApplicationLockSessions(opening, options.MaxLocksPerConnection, idleTime, isWatched: true, logger);
    }

    public string Name { get; }

    public TimeSpan PollInterval { get; }

    public ApplicationLockSql Sql { get; }

    /// <summary>Waits for an operation on the thread pool, so that no synchronization context of the caller can stand in its way.</summary>
    public static T Wait<T>(Func<ValueTask<T>> operation) => Task.Run(() => operation().AsTask()).GetAwaiter().GetResult();

    public async ValueTask<SessionHold?> TryAcquireAsync(SessionAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _sessions.TakeAsync((session, stop) => TryAcquireAsync(session, attempt, stop), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SqlServerErrors.IsExpected(exception))
        {
            throw SqlServerErrors.Explain(exception, Name, "acquire");
        }
    }

    public SessionHold? TryAcquire(SessionAttempt attempt, CancellationToken cancellationToken) =>
        Wait(() => TryAcquireAsync(attempt, cancellationToken));

    public async ValueTask<ISessionIntent> RegisterAsync(
        LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken)
    {
        var names = new ApplicationLockNames(resource);
        var intent = new LockIntent(_intentSessions, kind == SessionIntentKind.Write ? names.Writers : names.Waiters, Name, _logger);
        await intent.RegisterAsync(cancellationToken).ConfigureAwait(false);
        return intent;
    }

    public ISessionIntent Register(LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken) =>
        Wait(() => RegisterAsync(resource, kind, onWake, cancellationToken));

    // Waiters look by themselves.
    public ValueTask NotifyAsync(LockResource resource) => default;

    public void Notify(LockResource resource)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _intentSessions.DisposeAsync().ConfigureAwait(false);
        await _sessions.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose() => Wait(async () =>
    {
        await DisposeAsync().ConfigureAwait(false);
        return true;
    });

    /// <summary>A text that is sent as <c>nvarchar</c>, so that the server makes one plan for all keys.</summary>
    public static SqlParameter Text(string name, string? value, int size = 255) =>
        new(name, SqlDbType.NVarChar, size) { Value = (object?)value ?? DBNull.Value };

    /// <summary>The call that gives a lock back.</summary>
    public static SqlCommand ReleaseCommand(string name) =>
        new(ApplicationLockSql.Release) { Parameters = { Text("@Resource", name), Text("@LockOwner", "Session", 32) } };

    private async ValueTask<ApplicationLockHold?> TryAcquireAsync(ApplicationLockSession session, SessionAttempt attempt, CancellationToken cancellationToken)
    {
        var names = new ApplicationLockNames(attempt.Resource);
        var isSemaphore = attempt.Resource.IsSemaphore;
        using var command = isSemaphore ? SlotCommand(names, attempt) : LockCommand(names, attempt);
        ApplicationLockAnswer answer;
        try
        {
            answer = await session.QueryAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlException)
        {
            // The lock may have been taken before the token failed.
            await UndoAsync(session, isSemaphore ? attempt.Slots.Select(names.Slot) : [names.Lock]).ConfigureAwait(false);
            throw;
        }

        if (answer.Value is not { } token)
        {
            return answer.Detail >= NotFree ? null : throw new LockBackendException(
                $"Cannot acquire for the locks in '{Name}': sp_getapplock answered {answer.Detail}. Look into the server's log.");
        }

        var slot = isSemaphore ? answer.Detail : -1;
        return new ApplicationLockHold(this, session, names, isSemaphore ? names.Slot(slot) : names.Lock, slot, token);
    }

    private static async Task UndoAsync(ApplicationLockSession session, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            try
            {
                using var command = ReleaseCommand(name);
                await session.CallAsync(command, CancellationToken.None).ConfigureAwait(false);
            }
            catch (SqlException exception) when (exception.Number == SqlServerErrors.NotHeld)
            {
                // As most often.
            }
        }
    }

    private SqlCommand LockCommand(ApplicationLockNames names, SessionAttempt attempt) => new(Sql.TakeLock)
    {
        Parameters =
        {
            Text("@lock", names.Lock),
            Text("@mode", attempt.Mode == LockMode.Shared ? "Shared" : "Exclusive", 32),
            Text("@writers", attempt.YieldsToWriters ? names.Writers : null),
        },
    };

    private SqlCommand SlotCommand(ApplicationLockNames names, SessionAttempt attempt) => new(Sql.TakeSlot)
    {
        Parameters =
        {
            Text("@slots", string.Concat(attempt.Slots.Select(static slot => slot.ToString(CultureInfo.InvariantCulture) + ",")), -1),
            Text("@prefix", ApplicationLockNames.SlotPrefix),
            Text("@suffix", names.SlotSuffix),
        },
    };
}
