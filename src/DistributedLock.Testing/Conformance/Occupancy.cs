using System.Diagnostics;

namespace DistributedLock.Testing;

/// <summary>Counts how many are inside at once. Thread-safe.</summary>
internal sealed class Occupancy
{
    // Long enough for a broken lock to be caught by a few dozen visits on a busy machine, short enough for a hundred of them one after another.
    private static readonly TimeSpan Stay = TimeSpan.FromMilliseconds(1);

    private readonly object _gate = new();
    private int _inside;

    /// <summary>The most that were ever inside at once.</summary>
    public int Most { get; private set; }

    /// <summary>Stays inside for a moment, in which others run.</summary>
    public async Task VisitAsync()
    {
        lock (_gate)
        {
            Most = Math.Max(Most, ++_inside);
        }

        var start = Stopwatch.GetTimestamp();
        do
        {
            await LetOthersRunAsync().ConfigureAwait(false);
        }
        while (Stopwatch.GetElapsedTime(start) < Stay);

        lock (_gate)
        {
            _inside--;
        }
    }

    /// <summary>
    /// Goes to the end of the pool's common queue. Task.Yield would not do: it goes to the thread's own queue, which is served last in, first out, so the
    /// same work would simply go on.
    /// </summary>
    private static Task LetOthersRunAsync()
    {
        var served = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(static waiting => waiting.SetResult(), served, preferLocal: false);
        return served.Task;
    }
}
