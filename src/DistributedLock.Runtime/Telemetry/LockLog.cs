using Microsoft.Extensions.Logging;

namespace DistributedLock.Telemetry;

/// <summary>Every log message of the runtime. Event ids are stable: they are part of the public contract.</summary>
internal static partial class LockLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug,
        Message = "Lock {Template} of {Provider} acquired ({Mode}) after {Milliseconds} ms, fencing token {FencingToken}")]
    public static partial void Acquired(ILogger logger, string template, string provider, string mode, long? fencingToken, double milliseconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "Lock {Template} of {Provider} not acquired ({Mode}) after {Milliseconds} ms: it is held elsewhere")]
    public static partial void NotAcquired(ILogger logger, string template, string provider, string mode, double milliseconds);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "Lock {Template} of {Provider} released ({Mode}) after {Milliseconds} ms")]
    public static partial void Released(ILogger logger, string template, string provider, string mode, double milliseconds);

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning,
        Message = "Releasing lock {Template} of {Provider} failed; the store frees it when its lease or session ends")]
    public static partial void ReleaseFailed(ILogger logger, string template, string provider, Exception exception);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning,
        Message = "Releasing lock {Template} of {Provider} takes longer than {Seconds} s; it goes on in the background")]
    public static partial void ReleaseSlow(ILogger logger, string template, string provider, double seconds);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning,
        Message = "A handle of lock {Template} of {Provider} was garbage-collected without being disposed; the lock is released. Dispose it: await using")]
    public static partial void Abandoned(ILogger logger, string template, string provider);

    [LoggerMessage(EventId = 13, Level = LogLevel.Error, Message = "Lock {Template} of {Provider} was lost: {Reason}")]
    public static partial void Lost(ILogger logger, string template, string provider, LockLossReason reason);

    [LoggerMessage(EventId = 14, Level = LogLevel.Error,
        Message = "Code that was registered with the lost token of lock {Template} of {Provider} threw")]
    public static partial void LostCallbackFailed(ILogger logger, string template, string provider, Exception exception);

    [LoggerMessage(EventId = 15, Level = LogLevel.Warning,
        Message = "Renewing {Count} leases of {Provider} failed; each is lost when two thirds of it have passed without a renewal. Trying again")]
    public static partial void RenewalFailed(ILogger logger, int count, string provider, Exception exception);

    [LoggerMessage(EventId = 16, Level = LogLevel.Debug,
        Message = "A request for lock {Template} of {Provider} ended with an unknown outcome; what it may have left in the store could not be removed yet")]
    public static partial void CleanUpFailed(ILogger logger, string template, string provider, Exception exception);

    [LoggerMessage(EventId = 17, Level = LogLevel.Warning, Message = "The lock observer {Observer} threw when it was told {Kind}; others were told all the same")]
    public static partial void ObserverFailed(ILogger logger, string observer, LockEventKind kind, Exception exception);

    [LoggerMessage(EventId = 18, Level = LogLevel.Warning, Message = "The observers of {Provider} were not told everything within {Seconds} s of its disposal; it goes on in the background")]
    public static partial void ObserversSlow(ILogger logger, string provider, double seconds);

    [LoggerMessage(EventId = 19, Level = LogLevel.Error, Message = "The lock observers could not be made: nobody is told what happens to locks")]
    public static partial void ObserversMissing(ILogger logger, Exception exception);
}
