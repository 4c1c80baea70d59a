using System.Diagnostics;

namespace DistributedLock.Torture;

/// <summary>
/// Notices when somebody sets the machine's clock. Stores count leases by it, and a run in which it jumped says nothing about them.
/// </summary>
internal sealed class WallClockWatch : IDisposable
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(5);
    private readonly Timer _timer;
    private TimeSpan? _last;

    public WallClockWatch() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));

    /// <summary>By how much the clock was set, at the most, within a tenth of a second; null when it was not.</summary>
    public TimeSpan? Step { get; private set; }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_timer)
        {
            var before = Stopwatch.GetTimestamp();
            var wall = DateTime.UtcNow;
            var after = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(before, after) > TimeSpan.FromMilliseconds(1))
            {
                return; // the process was interrupted between the two clocks
            }

            var offset = new TimeSpan(wall.Ticks) - Stopwatch.GetElapsedTime(0, before);
            if (_last is { } last && (offset - last).Duration() > Tolerance && (offset - last).Duration() > (Step ?? TimeSpan.Zero))
            {
                Step = (offset - last).Duration();
            }

            _last = offset;
        }
    }
}
