using Microsoft.Extensions.Logging;

namespace DistributedLock.Postgres;

/// <summary>Every log message of the PostgreSQL backend. Event ids are stable: they are part of the public contract.</summary>
internal static partial class PostgresLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Warning,
        Message = "Waiters of {Provider} cannot listen for releases: they look once a second until the connection is back")]
    public static partial void ListeningFailed(ILogger logger, string provider, Exception? exception);

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning,
        Message = "A connection of {Provider} with {Count} locks on it ended")]
    public static partial void SessionEnded(ILogger logger, string provider, int count, Exception? exception);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning,
        Message = "Expired leases of {Provider} could not be cleaned up; the next time comes by itself")]
    public static partial void CleanUpFailed(ILogger logger, string provider, Exception exception);

    [LoggerMessage(EventId = 303, Level = LogLevel.Information, Message = "Waiters of {Provider} listen for releases again")]
    public static partial void ListeningAgain(ILogger logger, string provider);
}
