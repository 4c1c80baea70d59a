using Microsoft.Extensions.Logging;

namespace DistributedLock.FileSystem;

/// <summary>Every log message of the file-system backend. Event ids are stable: they are part of the public contract.</summary>
internal static partial class FileSystemLog
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Warning,
        Message = "The lock directory {Directory} cannot be watched (on Linux raise fs.inotify.max_user_instances): waiters poll instead")]
    public static partial void WatchFailed(ILogger logger, string directory, Exception exception);

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning,
        Message = "{File} belongs to another user and may not be read: listings of who holds what leave out such holds. Further ones are not logged")]
    public static partial void HoldUnreadable(ILogger logger, string file);
}
