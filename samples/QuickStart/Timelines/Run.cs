namespace QuickStart.Timelines;

/// <summary>One execution of the body, in <see cref="System.Diagnostics.Stopwatch"/> ticks.</summary>
internal sealed class Run(int worker, long begin)
{
    public int Worker { get; } = worker;

    public long Begin { get; } = begin;

    /// <summary>The end; the far future while it goes on.</summary>
    public long End { get; private set; } = long.MaxValue;

    public bool IsGoingOn => End == long.MaxValue;

    public void EndAt(long timestamp) => End = timestamp;
}
