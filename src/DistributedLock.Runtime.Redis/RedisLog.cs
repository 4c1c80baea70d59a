using Microsoft.Extensions.Logging;

namespace DistributedLock.Redis;

/// <summary>Every log message of the Redis backend. Event ids are stable: they are part of the public contract.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(EventId = 400, Level = LogLevel.Warning, Message = "{Server} is not ready yet; locks fail until it is")]
    public static partial void NotReadyYet(ILogger logger, string server, Exception exception);

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning,
        Message = "{Server} refuses subscriptions (grant +subscribe +unsubscribe and &dl:*): waiters poll instead")]
    public static partial void SubscriptionRefused(ILogger logger, string server, Exception exception);
}
