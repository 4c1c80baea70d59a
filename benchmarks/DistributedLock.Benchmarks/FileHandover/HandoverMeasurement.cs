using System.Diagnostics;
using System.Globalization;
using DistributedLock.Benchmarks.Running;

namespace DistributedLock.Benchmarks.FileHandover;

/// <summary>How long it takes until a waiting process has a file lock that another process releases.</summary>
internal static class HandoverMeasurement
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <returns>Milliseconds.</returns>
    /// <exception cref="InvalidOperationException">Both held the lock at the same time, or nothing was handed over.</exception>
    public static async Task<IReadOnlyList<double>> RunAsync(int rounds)
    {
        var directory = Directory.CreateTempSubdirectory("distributedlock-handover-");
        try
        {
            return Latencies(await MeasureAsync(directory.FullName, rounds));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<List<Hold>> MeasureAsync(string directory, int rounds)
    {
        var start = OwnProgram.StartInfo(Contender.Argument, directory, rounds.ToString(CultureInfo.InvariantCulture));
        start.RedirectStandardOutput = true;
        using var other = Process.Start(start) ?? throw new InvalidOperationException("The second process did not start.");
        try
        {
            var output = other.StandardOutput.ReadToEndAsync();
            var holds = await Contender.RunAsync(1, directory, rounds).WaitAsync(Patience);
            var lines = (await output.WaitAsync(Patience)).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
            holds.AddRange(lines.Select(Hold.Parse));
            return holds;
        }
        finally
        {
            if (!other.HasExited)
            {
                other.Kill();
            }
        }
    }

    private static double[] Latencies(List<Hold> holds)
    {
        var ordered = holds.OrderBy(hold => hold.Acquired).ToArray();
        var pairs = ordered.Zip(ordered.Skip(1), (before, after) => (Before: before, After: after)).ToArray();
        if (pairs.Any(pair => pair.After.Acquired < pair.Before.Released))
        {
            throw new InvalidOperationException("Two processes held the lock at the same time: expected one after the other.");
        }

        // Only where the other process was waiting when the lock was released: nothing else is a hand-over.
        double[] latencies =
        [
            .. pairs
                .Where(pair => pair.After.Process != pair.Before.Process && pair.After.Requested < pair.Before.Released)
                .Select(pair => Stopwatch.GetElapsedTime(pair.Before.Released, pair.After.Acquired).TotalMilliseconds),
        ];
        return latencies.Length > 0 ? latencies : throw new InvalidOperationException("No hand-over was observed: expected that each process waits for the other one.");
    }
}
