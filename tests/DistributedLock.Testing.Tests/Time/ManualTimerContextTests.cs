namespace DistributedLock.Testing.Tests.Time;

public sealed class ManualTimerContextTests
{
    [Fact(Timeout = 60_000)]
    public void Timer_fires_in_no_synchronization_context_and_leaves_the_callers_in_place()
    {
        var clock = new ManualTimeProvider();
        var callers = new SynchronizationContext();
        var earlier = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(callers);
        try
        {
            SynchronizationContext? seen = callers;
            using var timer = clock.CreateTimer(_ => seen = SynchronizationContext.Current, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

            clock.Advance(TimeSpan.FromSeconds(1));

            Assert.Null(seen);
            Assert.Same(callers, SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(earlier);
        }
    }
}
