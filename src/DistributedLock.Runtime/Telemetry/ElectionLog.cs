using Microsoft.Extensions.Logging;

namespace DistributedLock.Telemetry;

/// <summary>The log messages of elections, with the event ids 30 to 39. As stable as those of <see cref="LockLog"/>.</summary>
internal static partial class ElectionLog
{
    [LoggerMessage(EventId = 30, Level = LogLevel.Information, Message = "Election {Election}: this process leads, term {Term}")]
    public static partial void Started(ILogger logger, string election, LeadershipTerm term);

    [LoggerMessage(EventId = 31, Level = LogLevel.Information, Message = "Election {Election}: this process was stopped and leads no more, term {Term}")]
    public static partial void Stopped(ILogger logger, string election, LeadershipTerm term);

    [LoggerMessage(EventId = 32, Level = LogLevel.Warning,
        Message = "Election {Election}: this process has lost the leadership of term {Term}; it is a candidate again when what ran in the term has ended")]
    public static partial void Lost(ILogger logger, string election, LeadershipTerm term);

    [LoggerMessage(EventId = 33, Level = LogLevel.Warning,
        Message = "Election {Election}: the lock of {Provider} could not be waited for. Trying again until it can, every {Seconds} s at the longest; further failures are not logged")]
    public static partial void StoreFailed(ILogger logger, string election, string provider, double seconds, Exception exception);

    [LoggerMessage(EventId = 34, Level = LogLevel.Information, Message = "Election {Election}: {Provider} answers again, after {Seconds} s and {Failures} failures")]
    public static partial void StoreRecovered(ILogger logger, string election, string provider, double seconds, int failures);

    [LoggerMessage(EventId = 35, Level = LogLevel.Warning,
        Message = "Election {Election}: term {Term} has been over for {Seconds} s and its body still runs: this process does not lead again before it has ended. Let the body observe its token")]
    public static partial void BodyGoesOn(ILogger logger, string election, LeadershipTerm term, double seconds);

    [LoggerMessage(EventId = 36, Level = LogLevel.Error, Message = "Election {Election}: a handler of one of its events threw")]
    public static partial void HandlerFailed(ILogger logger, string election, Exception exception);

    [LoggerMessage(EventId = 37, Level = LogLevel.Error, Message = "Election {Election}: code that was registered with the token of a term threw")]
    public static partial void TokenCallbackFailed(ILogger logger, string election, Exception exception);

    [LoggerMessage(EventId = 38, Level = LogLevel.Error,
        Message = "Election {Election} has ended in this process, which will not lead any more. Stop the election before its lock provider is disposed")]
    public static partial void Ended(ILogger logger, string election, Exception exception);

    [LoggerMessage(EventId = 39, Level = LogLevel.Warning,
        Message = "Election {Election}: after the time there was to stop ({Seconds} s) its body still runs; the lock stays taken until it has ended, or the process has")]
    public static partial void StopSlow(ILogger logger, string election, double seconds);
}
