using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>
/// Drivers before 2.0 run what comes after an <c>await</c> on the one thread that hands out the answers of a connection. What comes there is the body under the
/// lock: while it runs, no renewal would be answered, and the lock would be lost.
/// </summary>
internal static class DriverThread
{
    private static readonly bool RunsContinuations = typeof(ConnectionMultiplexer).Assembly.GetName().Version is { Major: < 2 };

    /// <summary>
    /// Whether this may be that thread. It has no context: a thread that has one is the caller's, whose answer was there before it was waited for, and a yield
    /// would wait for that context, which its thread may block.
    /// </summary>
    public static bool MustBeLeft => RunsContinuations && SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default;
}
