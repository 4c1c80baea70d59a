using System.Diagnostics;

namespace DistributedLock.Torture;

/// <summary>A clock whose wall can be set at any time, while its monotonic side goes on: what an administrator, or a virtual machine's host, does to a process. Thread-safe.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly long _stamp = Stopwatch.GetTimestamp();
    private long _offset;
    private int _version; // odd while it is being set

    public override DateTimeOffset GetUtcNow() => _start + Stopwatch.GetElapsedTime(_stamp) + new TimeSpan(Interlocked.Read(ref _offset));

    /// <summary>Sets the wall clock to so much before or after the true time.</summary>
    public void Set(TimeSpan offset)
    {
        Interlocked.Increment(ref _version);
        Interlocked.Exchange(ref _offset, offset.Ticks);
        Interlocked.Increment(ref _version);
    }

    /// <summary>How much is left until a moment that somebody computes by this clock; what comes of a clock that is set in between is thrown away.</summary>
    /// <returns>The rest, and a stamp of the monotonic clock from before; null when there is no such moment.</returns>
    public (TimeSpan Left, long Stamp)? Until(Func<DateTimeOffset?> moment)
    {
        while (true)
        {
            var version = Volatile.Read(ref _version);
            var stamp = Stopwatch.GetTimestamp();
            if (moment() is not { } end)
            {
                return null;
            }

            var rest = end - GetUtcNow();
            Interlocked.MemoryBarrier();
            if (version % 2 == 0 && Volatile.Read(ref _version) == version)
            {
                return (rest, stamp);
            }
        }
    }
}
