using Microsoft.Extensions.Logging;

namespace DistributedLock.AspNetCore.Requests;

/// <summary>Every log message of this assembly. Event ids are stable: they are part of the public contract.</summary>
internal static partial class EndpointLockLog
{
    [LoggerMessage(EventId = 600, Level = LogLevel.Debug, Message = "Lock {Template} of {Endpoint} is held elsewhere; the request is refused")]
    public static partial void Contended(ILogger logger, string template, string endpoint);

    [LoggerMessage(EventId = 601, Level = LogLevel.Error, Message = "Lock {Template} of {Endpoint} cannot be taken: its store does not answer; the request is refused")]
    public static partial void Unavailable(ILogger logger, string template, string endpoint, Exception exception);

    [LoggerMessage(EventId = 602, Level = LogLevel.Warning,
        Message = "Lock {Template} of {Endpoint} was lost after the response had begun; the connection is cut, so that the client does not take the response for a whole one")]
    public static partial void Cut(ILogger logger, string template, string endpoint);
}
