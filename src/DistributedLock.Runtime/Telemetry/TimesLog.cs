using Microsoft.Extensions.Logging;

namespace DistributedLock.Telemetry;

/// <summary>The log messages of configured times, with the event ids 40 to 49. As stable as those of <see cref="LockLog"/>.</summary>
internal static partial class TimesLog
{
    [LoggerMessage(EventId = 40, Level = LogLevel.Information, Message = "The configured times of locks ({Registration}) have changed, for acquisitions that start from now on: {Changes}")]
    public static partial void Changed(ILogger logger, string registration, string changes);

    [LoggerMessage(EventId = 41, Level = LogLevel.Error,
        Message = "The changed configuration of the times of locks ({Registration}) cannot be used; the times before it stay. {Mistakes}")]
    public static partial void Refused(ILogger logger, string registration, string mistakes);

    [LoggerMessage(EventId = 42, Level = LogLevel.Warning,
        Message = "{Setting} configures locks with the template '{Template}', and no loaded assembly and no endpoint declares one, so it may have no effect: {Nearest}")]
    public static partial void Undeclared(ILogger logger, string setting, string template, string nearest);

    [LoggerMessage(EventId = 43, Level = LogLevel.Warning,
        Message = "The configuration has no section '{Section}', which is named for the times of locks ({Registration}): the built-in times hold, and what code configures")]
    public static partial void SectionMissing(ILogger logger, string registration, string section);

    [LoggerMessage(EventId = 44, Level = LogLevel.Error,
        Message = "The changed configuration of the times of locks ({Registration}) cannot be read; the times before it stay")]
    public static partial void Unreadable(ILogger logger, string registration, Exception exception);

    [LoggerMessage(EventId = 45, Level = LogLevel.Warning,
        Message = "{Mistake}. The start goes on, since the assembly that declares it is not the application's and implements none of its services; taking the lock will throw")]
    public static partial void MistakeElsewhere(ILogger logger, string mistake);
}
