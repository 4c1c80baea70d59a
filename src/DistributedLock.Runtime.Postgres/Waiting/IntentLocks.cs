namespace DistributedLock.Postgres;

/// <summary>The shared advisory locks that stand for intents, on a session that listens.</summary>
internal static class IntentLocks
{
    // A registration fails when somebody looks for intents at that very moment; each look takes microseconds.
    private const int Tries = 50;

    /// <returns><see langword="false"/> when somebody looked for intents at each of the tries: the waiter has to look by itself then.</returns>
    public static async Task<bool> TryTakeAsync(AdvisorySession session, long key)
    {
        for (var i = 0; i < Tries; i++)
        {
            var command = new AdvisoryCommand(AdvisorySql.Register, new AdvisoryUndo([key], IsShared: true)) { First = key };
            if ((await session.RunAsync(command, CancellationToken.None).ConfigureAwait(false)).Value is not null)
            {
                return true;
            }
        }

        return false;
    }

    public static async Task ReleaseAsync(AdvisorySession session, long key)
    {
        var command = new AdvisoryCommand(AdvisorySql.Unregister, new AdvisoryUndo([key], IsShared: true))
        {
            First = key,
            Instead = new AdvisoryCommand(AdvisorySql.Ping, undo: null),
        };
        try
        {
            await session.RunAsync(command, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsExpected(exception))
        {
            // The intent ended with its connection, or was undone.
        }
    }
}
