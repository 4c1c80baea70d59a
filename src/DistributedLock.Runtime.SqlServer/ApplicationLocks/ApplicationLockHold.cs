using DistributedLock.Sessions;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer;

/// <summary>An application lock that is held by one of our connections.</summary>
internal sealed class ApplicationLockHold(
    ApplicationLockStore store, ApplicationLockSession session, ApplicationLockNames names, string name, int slot, long fencingToken)
    : SessionHold(slot, fencingToken), ILockSessionMember
{
    public override async ValueTask<SessionJoin> TryJoinAsync(bool yieldsToWriters, CancellationToken cancellationToken)
    {
        using var command = new SqlCommand(store.Sql.JoinLock) { Parameters = { ApplicationLockStore.Text("@writers", yieldsToWriters ? names.Writers : null) } };
        try
        {
            var answer = await session.QueryAsync(command, cancellationToken).ConfigureAwait(false);
            return answer.Value is { } token ? SessionJoin.Joined(token) : SessionJoin.Refused;
        }
        catch (Exception exception) when (SqlServerErrors.IsExpected(exception))
        {
            throw SqlServerErrors.Explain(exception, store.Name, "acquire");
        }
    }

    public override SessionJoin TryJoin(bool yieldsToWriters, CancellationToken cancellationToken) =>
        ApplicationLockStore.Wait(() => TryJoinAsync(yieldsToWriters, cancellationToken));

    public override async ValueTask<bool> ReleaseAsync()
    {
        var isOurs = session.TryDetach(this);
        try
        {
            if (!isOurs)
            {
                return false;
            }

            using var command = new SqlCommand(ApplicationLockSql.ReleaseLock)
            {
                Parameters = { ApplicationLockStore.Text("@lock", name), ApplicationLockStore.Text("@waiters", names.Waiters) },
            };
            var answer = await session.QueryAsync(command, CancellationToken.None).ConfigureAwait(false);

            // They wake by themselves, at their next poll; this process lets them have a turn then.
            HasWokenWaiters = answer.Value == 1;
            return answer.Detail >= 0;
        }
        catch (SqlException exception) when (exception.Number == SqlServerErrors.NotHeld)
        {
            return false; // somebody released it by hand, on our session: only the server's administrator could
        }
        catch (SqlException exception)
        {
            // The hold has to end nevertheless, and only the session's end is sure to do that.
            await session.CloseAsync().ConfigureAwait(false);
            throw SqlServerErrors.Explain(exception, store.Name, "release");
        }
        catch (SessionEndedException exception) when (!exception.IsTimeout)
        {
            return false; // The connection was gone, and nobody knows for how long before this was noticed by writing to it.
        }
        catch (SessionEndedException exception)
        {
            throw SqlServerErrors.Explain(exception, store.Name, "release");
        }
        finally
        {
            session.Unreserve();
        }
    }

    public override bool Release() => ApplicationLockStore.Wait(ReleaseAsync);

    public override async ValueTask<LockLossReason> VerifyAsync() =>
        await session.IsAliveAsync().ConfigureAwait(false) ? LockLossReason.None : LockLossReason.SessionEnded;

    public void OnSessionEnded() => ReportLoss(LockLossReason.SessionEnded);
}
