using Microsoft.Extensions.Logging;

namespace DistributedLock.Telemetry;

/// <summary>The log messages of inspectors, with the event ids 60 to 69. They name the key: who ended which hold is what an audit asks.</summary>
internal static partial class InspectionLog
{
    [LoggerMessage(EventId = 60, Level = LogLevel.Warning,
        Message = "The hold {HoldId} of lock {Key} ({Mode}) of {Provider}, held by {Holder} with fencing token {FencingToken}, was ended by force by {By}")]
    public static partial void ForceReleased(
        ILogger logger, string key, string mode, string holdId, string provider, string holder, long? fencingToken, string by);

    [LoggerMessage(EventId = 61, Level = LogLevel.Warning,
        Message = "Whether the hold {HoldId} of lock {Key} of {Provider}, held by {Holder}, was ended by force by {By} is unknown: look again who holds it")]
    public static partial void ForceReleaseUnknown(
        ILogger logger, string key, string holdId, string provider, string holder, string by, Exception exception);

    [LoggerMessage(EventId = 62, Level = LogLevel.Warning,
        Message = "Who holds lock {Template} of {Provider} could not be written down: it is held, but inspectors do not see it. Further failures are not logged until it works again")]
    public static partial void RecordFailed(ILogger logger, string template, string provider, Exception exception);
}
