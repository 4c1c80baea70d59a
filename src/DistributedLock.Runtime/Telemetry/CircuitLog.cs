using Microsoft.Extensions.Logging;

namespace DistributedLock.Telemetry;

/// <summary>The log messages about stores that are down, with the event ids 50 to 59. As stable as those of <see cref="LockLog"/>.</summary>
internal static partial class CircuitLog
{
    [LoggerMessage(EventId = 50, Level = LogLevel.Error,
        Message = "{Provider} has been down for {Seconds} s: acquisitions fail at once from here on, and every {RetrySeconds} s one of them asks again")]
    public static partial void Opened(ILogger logger, string provider, double seconds, double retrySeconds, Exception exception);

    [LoggerMessage(EventId = 51, Level = LogLevel.Debug, Message = "{Provider} is asked whether it answers again")]
    public static partial void Asked(ILogger logger, string provider);

    [LoggerMessage(EventId = 52, Level = LogLevel.Debug, Message = "{Provider} does not answer yet, after {Seconds} s")]
    public static partial void StillDown(ILogger logger, string provider, double seconds, Exception exception);

    [LoggerMessage(EventId = 53, Level = LogLevel.Information, Message = "{Provider} answers again, after {Seconds} s: acquisitions are let through")]
    public static partial void Closed(ILogger logger, string provider, double seconds);
}
