using Microsoft.Extensions.Logging;

namespace DistributedLock.SqlServer;

/// <summary>Every log message of the SQL Server backend. Event ids are stable: they are part of the public contract.</summary>
internal static partial class SqlServerLog
{
    [LoggerMessage(EventId = 500, Level = LogLevel.Warning, Message = "A connection of {Provider} with {Count} locks or intents on it ended")]
    public static partial void SessionEnded(ILogger logger, string provider, int count, Exception? exception);

    [LoggerMessage(EventId = 501, Level = LogLevel.Warning,
        Message = "A waiter of {Provider} cannot be announced again yet: others may pass it until that succeeds")]
    public static partial void IntentFailed(ILogger logger, string provider, Exception exception);
}
