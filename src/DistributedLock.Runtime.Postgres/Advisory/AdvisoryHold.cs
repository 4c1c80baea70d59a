using DistributedLock.Sessions;

namespace DistributedLock.Postgres;

/// <summary>An advisory lock that is held by one of our connections.</summary>
internal sealed class AdvisoryHold(AdvisoryStore store, AdvisorySession session, AdvisoryKeys keys, long key, bool isShared, int slot, long fencingToken)
    : SessionHold(slot, fencingToken), ILockSessionMember
{
    public override async ValueTask<SessionJoin> TryJoinAsync(bool yieldsToWriters, CancellationToken cancellationToken)
    {
        var command = yieldsToWriters
            ? new AdvisoryCommand(store.Sql.JoinUnlessWriterWaits, undo: null) { First = keys.Writers }
            : new AdvisoryCommand(store.Sql.Join, undo: null);
        var answer = await store.ExplainAsync(session.RunAsync(command, cancellationToken), "acquire").ConfigureAwait(false);
        return answer.Value is { } token ? SessionJoin.Joined(token) : SessionJoin.Refused;
    }

    public override SessionJoin TryJoin(bool yieldsToWriters, CancellationToken cancellationToken) =>
        AdvisoryStore.Wait(() => TryJoinAsync(yieldsToWriters, cancellationToken));

    public override async ValueTask<bool> ReleaseAsync()
    {
        if (!session.TryDetach(this))
        {
            return false;
        }

        try
        {
            var command = new AdvisoryCommand(isShared ? AdvisorySql.ReleaseShared : AdvisorySql.Release, new AdvisoryUndo([key], isShared))
            {
                First = key,
                Second = keys.Waiters,
                Instead = AdvisoryStore.NotifyCommand(keys),
            };
            var answer = await store.ExplainAsync(session.RunAsync(command, CancellationToken.None), "release").ConfigureAwait(false);
            HasWokenWaiters = answer.Value == 2;
            return answer.Value > 0;
        }
        catch (LockBackendException exception) when (exception.InnerException is SessionEndedException { IsTimeout: false })
        {
            return false; // The connection was gone, and nobody knows for how long before this was noticed by writing to it.
        }
        finally
        {
            Forget();
            session.Unreserve();
        }
    }

    public override bool Release() => AdvisoryStore.Wait(ReleaseAsync);

    public override async ValueTask<LockLossReason> VerifyAsync() =>
        await session.IsAliveAsync().ConfigureAwait(false) ? LockLossReason.None : LockLossReason.SessionEnded;

    public void OnSessionEnded()
    {
        Forget();
        ReportLoss(LockLossReason.SessionEnded);
    }

    private void Forget()
    {
        if (Slot < 0)
        {
            store.Forget(keys);
        }
    }
}
