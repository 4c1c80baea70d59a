using DistributedLock.Sessions;
using Microsoft.Extensions.Logging;

namespace DistributedLock.SqlServer;

/// <summary>The connections that hold a provider's locks, or its waiters' announcements.</summary>
/// <param name="opening">Makes the connections.</param>
/// <param name="locksPerSession">How many locks a connection may have.</param>
/// <param name="idleTime">How long a connection without locks is kept.</param>
/// <param name="isWatched">Whether the connections are asked for a sign of life here; the engine asks for what it holds.</param>
/// <param name="logger">Where ended connections are reported.</param>
internal sealed class ApplicationLockSessions(SessionOpening opening, int locksPerSession, TimeSpan idleTime, bool isWatched, ILogger logger)
    : LockSessionPool<ApplicationLockSession>(locksPerSession, idleTime, lookInterval: TimeSpan.FromSeconds(1))
{
    protected override async Task<ApplicationLockSession> OpenAsync() => new(await opening.OpenAsync().ConfigureAwait(false), OnEnded);

    protected override void OnLook(ApplicationLockSession session)
    {
        if (isWatched)
        {
            // Never throws. Who lives on a session that has ended is told by it.
            _ = session.IsAliveAsync().AsTask();
        }
    }

    private void OnEnded(ApplicationLockSession session, Exception? reason)
    {
        OnEnded(session);
        if (reason is not null)
        {
            SqlServerLog.SessionEnded(logger, opening.Name, session.LostCount, reason);
        }
    }
}
