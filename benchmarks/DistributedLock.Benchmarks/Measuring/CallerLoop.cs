using System.Diagnostics;

namespace DistributedLock.Benchmarks.Measuring;

/// <summary>Callers that each do one thing again and again, for a while.</summary>
internal static class CallerLoop
{
    /// <returns>How often it was done, by all of them, per second.</returns>
    public static async Task<double> RateAsync(int callers, TimeSpan slice, Func<int, Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            while (Stopwatch.GetElapsedTime(start) < slice)
            {
                await action(caller);
                count++;
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
