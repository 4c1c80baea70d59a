using System.Collections.Concurrent;
using DistributedLock.Sessions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>Advisory locks as a session store: a connection is the session of many locks.</summary>
internal sealed class AdvisoryStore : ISessionStore
{
    private readonly ConcurrentDictionary<long, bool> _numbers = new();
    private readonly AdvisorySessions _sessions;
    private readonly WaiterChannel _waiters;

    public AdvisoryStore(PostgresLockOptions options, TimeSpan idleTime, ILogger logger)
    {
        var endpoint = new PostgresEndpoint(options.ConnectionString, options.DataSource, SessionName.Of(options));
        var sequence = new FencingSequence(options.Schema, options.CreateMissingObjects);
        var opening = new SessionOpening(endpoint, sequence);
        Name = endpoint.Name;
        Inspection = new AdvisoryInspection(endpoint, options.KeyPrefix);
        Sql = new AdvisorySql(sequence);
        _sessions = new AdvisorySessions(opening, options.MaxLocksPerConnection, idleTime, Name, logger);
        _waiters = new WaiterChannel(opening, idleTime, holdsIntents: true, Name, logger);
    }

    public string Name { get; }

    public AdvisoryInspection Inspection { get; }

    // A waiter is woken by notifications; this is for the holder that crashes, whose lock the server frees without telling anybody.
    public TimeSpan PollInterval => TimeSpan.FromSeconds(1);

    public AdvisorySql Sql { get; }

    public static AdvisoryCommand NotifyCommand(AdvisoryKeys keys) => new(AdvisorySql.Notify, undo: null) { First = keys.Waiters };

    /// <summary>Waits for an operation on the thread pool, so that no synchronization context of the caller can stand in its way.</summary>
    public static T Wait<T>(Func<ValueTask<T>> operation) => Task.Run(() => operation().AsTask()).GetAwaiter().GetResult();

    public async ValueTask<SessionHold?> TryAcquireAsync(SessionAttempt attempt, CancellationToken cancellationToken)
    {
        var keys = new AdvisoryKeys(attempt.Resource);

        // Two keys may be one number (see LockKey.FromInt64), which a session that has it would be given once more.
        if (!attempt.Resource.IsSemaphore && !_numbers.TryAdd(keys.Lock, true))
        {
            return null;
        }

        SessionHold? hold = null;
        try
        {
            return hold = await TryAcquireAsync(keys, attempt, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (hold is null && !attempt.Resource.IsSemaphore)
            {
                Forget(keys);
            }
        }
    }

    public SessionHold? TryAcquire(SessionAttempt attempt, CancellationToken cancellationToken) =>
        Wait(() => TryAcquireAsync(attempt, cancellationToken));

    /// <summary>A lock was not taken, or is not held any more.</summary>
    public void Forget(AdvisoryKeys keys) => _numbers.TryRemove(keys.Lock, out _);

    public async ValueTask<ISessionIntent> RegisterAsync(
        LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken)
    {
        var keys = new AdvisoryKeys(resource);
        return await _waiters.RegisterAsync(kind == SessionIntentKind.Write ? keys.Writers : keys.Waiters, onWake, cancellationToken).ConfigureAwait(false);
    }

    public ISessionIntent Register(LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken) =>
        Wait(() => RegisterAsync(resource, kind, onWake, cancellationToken));

    // Those that are not woken look by themselves: no reason to wait for a silent server.
    public async ValueTask NotifyAsync(LockResource resource) =>
        await AnswerPatience.AwaitAsync(WakeWaitersAsync(resource)).ConfigureAwait(false);

    public void Notify(LockResource resource) => Wait(async () =>
    {
        await NotifyAsync(resource).ConfigureAwait(false);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await _waiters.DisposeAsync().ConfigureAwait(false);
        await _sessions.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose() => Wait(async () =>
    {
        await DisposeAsync().ConfigureAwait(false);
        return true;
    });

    /// <summary>Turns the driver's exceptions into the ones for the user.</summary>
    public async ValueTask<AdvisoryAnswer> ExplainAsync(Task<AdvisoryAnswer> answer, string action)
    {
        try
        {
            return await answer.ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsExpected(exception))
        {
            throw PostgresErrors.Explain(exception, Name, action);
        }
    }

    private async Task WakeWaitersAsync(LockResource resource)
    {
        var session = await _sessions.ReserveAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await ExplainAsync(session.RunAsync(NotifyCommand(new AdvisoryKeys(resource)), CancellationToken.None), "wake the waiters").ConfigureAwait(false);
        }
        finally
        {
            session.Unreserve();
        }
    }

    private async Task<SessionHold?> TryAcquireAsync(AdvisoryKeys keys, SessionAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _sessions.TakeAsync((session, stop) => TryAcquireAsync(session, keys, attempt, stop), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsExpected(exception))
        {
            throw PostgresErrors.Explain(exception, Name, "acquire");
        }
    }

    private async ValueTask<AdvisoryHold?> TryAcquireAsync(
        AdvisorySession session, AdvisoryKeys keys, SessionAttempt attempt, CancellationToken cancellationToken)
    {
        var command = CommandOf(keys, attempt, answer => GiveBack(session, keys, attempt, answer));
        var answer = await session.RunAsync(command, cancellationToken).ConfigureAwait(false);
        if (answer.Value is not { } token)
        {
            return null;
        }

        var slot = SlotOf(attempt, answer);
        return new AdvisoryHold(this, session, keys, KeyOf(keys, slot), attempt.Mode == LockMode.Shared, slot, token);
    }

    private static int SlotOf(SessionAttempt attempt, AdvisoryAnswer answer) => attempt.Resource.IsSemaphore ? attempt.Slots[(int)answer.Slot - 1] : -1;

    private static long KeyOf(AdvisoryKeys keys, int slot) => slot < 0 ? keys.Lock : keys.Slot(slot);

    /// <summary>For a try whose caller did not wait for its answer.</summary>
    private static void GiveBack(AdvisorySession session, AdvisoryKeys keys, SessionAttempt attempt, AdvisoryAnswer answer)
    {
        if (answer.Value is not null)
        {
            // Not to be undone: the key may have been taken again on this session, which counts, and that must not be given back for this one.
            AnswerPatience.Observe(GiveBackAsync(
                session,
                new AdvisoryCommand(attempt.Mode == LockMode.Shared ? AdvisorySql.ReleaseShared : AdvisorySql.Release, undo: null)
                {
                    First = KeyOf(keys, SlotOf(attempt, answer)),
                    Second = keys.Waiters,
                    Instead = NotifyCommand(keys),
                    IsGiveBack = true,
                }));
        }
    }

    private static async Task GiveBackAsync(AdvisorySession session, AdvisoryCommand release)
    {
        try
        {
            await session.RunAsync(release, CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // Nobody can tell any more what of the key is whose, and nobody would ever give the rest back: it goes with the session.
            await session.CloseAsync().ConfigureAwait(false);
        }
    }

    private AdvisoryCommand CommandOf(AdvisoryKeys keys, SessionAttempt attempt, Action<AdvisoryAnswer> onLate)
    {
        if (attempt.Resource.IsSemaphore)
        {
            long[] slots = [.. attempt.Slots.Select(keys.Slot)];
            return new AdvisoryCommand(Sql.TakeSlot, new AdvisoryUndo(slots, IsShared: false)) { Slots = slots, OnLateAnswer = onLate };
        }

        var undo = new AdvisoryUndo([keys.Lock], attempt.Mode == LockMode.Shared);
        return attempt.Mode != LockMode.Shared ? new AdvisoryCommand(Sql.Take, undo) { First = keys.Lock, OnLateAnswer = onLate }
            : attempt.YieldsToWriters ? new AdvisoryCommand(Sql.ShareUnlessWriterWaits, undo) { First = keys.Writers, Second = keys.Lock, OnLateAnswer = onLate }
            : new AdvisoryCommand(Sql.Share, undo) { First = keys.Lock, OnLateAnswer = onLate };
    }
}
