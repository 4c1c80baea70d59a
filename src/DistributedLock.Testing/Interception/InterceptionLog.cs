using Microsoft.Extensions.Logging;

namespace DistributedLock.Testing;

internal static partial class InterceptionLog
{
    [LoggerMessage(EventId = 700, Level = LogLevel.Warning,
        Message = "The lock {Key}, which was to be lost on purpose, could not be given back to its store")]
    public static partial void FreeingFailed(ILogger logger, string key, Exception exception);
}
