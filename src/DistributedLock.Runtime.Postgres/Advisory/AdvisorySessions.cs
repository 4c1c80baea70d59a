using DistributedLock.Sessions;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Postgres;

/// <summary>The connections that hold a provider's locks.</summary>
internal sealed class AdvisorySessions(SessionOpening opening, int locksPerSession, TimeSpan idleTime, string name, ILogger logger)
    : LockSessionPool<AdvisorySession>(locksPerSession, idleTime, lookInterval: idleTime)
{
    protected override async Task<AdvisorySession> OpenAsync() =>
        AdvisorySession.Start(await opening.OpenAsync(isListening: false).ConfigureAwait(false), onNotified: null, OnEnded);

    private void OnEnded(AdvisorySession session, Exception? reason)
    {
        OnEnded(session);
        if (reason is not null)
        {
            PostgresLog.SessionEnded(logger, name, session.LostCount, reason);
        }
    }
}
