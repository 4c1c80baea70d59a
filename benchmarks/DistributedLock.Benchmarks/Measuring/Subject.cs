namespace DistributedLock.Benchmarks.Measuring;

/// <summary>One of the things that take turns.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="MeasureAsync">Measures one round of it.</param>
internal sealed record Subject(string Name, Func<Task<double>> MeasureAsync)
{
    /// <summary>Nanoseconds for one operation.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="calls">How often <paramref name="action"/> is called in a round.</param>
    /// <param name="operations">How many operations one call does.</param>
    /// <param name="action">Does them.</param>
    public static Subject Timed(string name, int calls, int operations, Func<Task> action) => new(name, async () =>
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            await action();
        }

        return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)calls * operations);
    });

    /// <summary>Operations per second of callers that each do one after the other.</summary>
    public static Subject Rate(string name, int callers, TimeSpan slice, Func<int, Task> action) =>
        new(name, () => CallerLoop.RateAsync(callers, slice, action));
}
