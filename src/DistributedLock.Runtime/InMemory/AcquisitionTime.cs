namespace DistributedLock.InMemory;

/// <summary>
/// When a hold began, read from the system's coarse clock and turned into a date only when somebody asks. Reading the date itself costs as much as the rest
/// of an uncontended acquisition's bookkeeping (InMemory benchmark), and nearly nobody looks at it.
/// </summary>
internal readonly struct AcquisitionTime
{
    private readonly long _value;

    private AcquisitionTime(long value) => _value = value;

#if NET
    public static AcquisitionTime Now(TimeProvider clock) =>
        new(ReferenceEquals(clock, TimeProvider.System) ? Environment.TickCount64 : clock.GetUtcNow().UtcTicks);

    /// <summary>Exact to the coarse clock's step, at most 16 ms.</summary>
    public DateTimeOffset ToDateTime(TimeProvider clock) => ReferenceEquals(clock, TimeProvider.System)
        ? clock.GetUtcNow() - TimeSpan.FromMilliseconds(Environment.TickCount64 - _value)
        : new DateTimeOffset(_value, TimeSpan.Zero);
#else
    public static AcquisitionTime Now(TimeProvider clock) => new(clock.GetUtcNow().UtcTicks);

    public DateTimeOffset ToDateTime(TimeProvider clock) => new(_value, TimeSpan.Zero);
#endif
}
