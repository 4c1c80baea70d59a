using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>
/// Drivers before 2.0 run what comes after an <c>await</c> on the one thread that hands out the answers of a connection. What comes there is the body under the
/// lock: while it runs, no renewal would be answered, and the lock would be lost.
/// </summary>
internal static class DriverThread
{
    public static readonly bool MustBeLeft = typeof(ConnectionMultiplexer).Assembly.GetName().Version is { Major: < 2 };
}
