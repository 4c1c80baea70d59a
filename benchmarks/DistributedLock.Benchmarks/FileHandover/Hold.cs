using System.Globalization;

namespace DistributedLock.Benchmarks.FileHandover;

/// <summary>
/// One time that a process held the lock, in <see cref="System.Diagnostics.Stopwatch"/> ticks, which all processes of a machine share.
/// </summary>
/// <param name="Process">Which of the two processes.</param>
/// <param name="Requested">Before the acquisition was asked for.</param>
/// <param name="Acquired">After it was granted.</param>
/// <param name="Released">Before the release was asked for.</param>
internal readonly record struct Hold(int Process, long Requested, long Acquired, long Released)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Process} {Requested} {Acquired} {Released}");

    public static Hold Parse(string line)
    {
        var parts = line.Split(' ');
        return new Hold(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            long.Parse(parts[1], CultureInfo.InvariantCulture),
            long.Parse(parts[2], CultureInfo.InvariantCulture),
            long.Parse(parts[3], CultureInfo.InvariantCulture));
    }
}
