namespace DistributedLock.Testing;

/// <summary>A timer of a <see cref="ManualTimeProvider"/>. What is not immutable belongs to the clock, under its lock.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    // The longest wait that .NET's own timers take.
    private const long LongestMilliseconds = uint.MaxValue - 1L;

    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    /// <summary>By due time, and in the order of scheduling when that is the same.</summary>
    public static IComparer<ManualTimer> DueOrder { get; } = Comparer<ManualTimer>.Create(static (x, y) =>
        x.Due != y.Due ? x.Due.CompareTo(y.Due) : x.Sequence.CompareTo(y.Sequence));

    public long Due { get; set; }

    public long Sequence { get; set; }

    public TimeSpan Period { get; set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) =>
        clock.Schedule(this, Checked(dueTime, nameof(dueTime)), Checked(period, nameof(period)));

    /// <summary>Runs the callback as .NET's timers do: in the execution context of the timer's creator, and in no synchronization context.</summary>
    /// <remarks>
    /// In the one of a test framework, continuations would not run here but be sent to the thread pool: the clock would go on before code that waited for
    /// this timer had begun its next wait.
    /// </remarks>
    public void Fire()
    {
        var callers = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            if (_context is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(_context, static timer => ((ManualTimer)timer!).Call(), this);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(callers);
        }
    }

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        clock.Remove(this);
        return default;
    }

    private void Call() => callback(state);

    private static TimeSpan Checked(TimeSpan value, string name)
    {
        var milliseconds = (long)value.TotalMilliseconds;
        return milliseconds is >= -1 and <= LongestMilliseconds
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "Expected zero to 49 days, or Timeout.InfiniteTimeSpan.");
    }
}
