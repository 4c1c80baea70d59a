using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.Time;

public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact(Timeout = 30_000)]
    public Task Clock_that_is_not_moved_stands_still()
    {
        var start = new DateTimeOffset(2030, 5, 6, 7, 8, 9, TimeSpan.FromHours(2));
        var clock = new ManualTimeProvider(start);
        Assert.Equal(start, clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.GetUtcNow().Offset);
        Assert.Equal(TimeSpan.Zero, clock.GetElapsedTime(clock.GetTimestamp()));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Advance_moves_time_of_day_and_time_stamps_alike()
    {
        var clock = new ManualTimeProvider();
        var before = clock.GetUtcNow();
        var stamp = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromTicks(12_345));
        Assert.Equal(TimeSpan.FromTicks(12_345), clock.GetUtcNow() - before);
        Assert.Equal(TimeSpan.FromTicks(12_345), clock.GetElapsedTime(stamp));
        Assert.Equal(TimeSpan.FromTicks(12_345), clock.Elapsed);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Advance_by_a_negative_time_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ManualTimeProvider().Advance(TimeSpan.FromTicks(-1)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Timer_fires_when_due_and_not_a_tick_sooner()
    {
        var clock = new ManualTimeProvider();
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, Second, Timeout.InfiniteTimeSpan);
        clock.Advance(Second - TimeSpan.FromTicks(1));
        Assert.Equal(0, fired);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, fired);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, fired);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Timers_fire_in_the_order_they_are_due_each_at_its_moment()
    {
        var clock = new ManualTimeProvider();
        var fired = new List<(string, TimeSpan)>();
        using var late = clock.CreateTimer(_ => fired.Add(("late", clock.Elapsed)), null, 3 * Second, Timeout.InfiniteTimeSpan);
        using var early = clock.CreateTimer(_ => fired.Add(("early", clock.Elapsed)), null, Second, Timeout.InfiniteTimeSpan);
        using var same = clock.CreateTimer(_ => fired.Add(("same", clock.Elapsed)), null, Second, Timeout.InfiniteTimeSpan);
        clock.Advance(5 * Second);
        Assert.Equal([("early", Second), ("same", Second), ("late", 3 * Second)], fired);
        Assert.Equal(5 * Second, clock.Elapsed);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Periodic_timer_fires_once_for_each_period()
    {
        var clock = new ManualTimeProvider();
        var fired = new List<TimeSpan>();
        using var timer = clock.CreateTimer(_ => fired.Add(clock.Elapsed), null, Second, 2 * Second);
        clock.Advance(6 * Second);
        Assert.Equal([Second, 3 * Second, 5 * Second], fired);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Timer_that_a_callback_creates_fires_in_the_same_advance()
    {
        var clock = new ManualTimeProvider();
        var fired = TimeSpan.Zero;
        using var outer = clock.CreateTimer(
            _ => clock.CreateTimer(_ => fired = clock.Elapsed, null, Second, Timeout.InfiniteTimeSpan), null, Second, Timeout.InfiniteTimeSpan);
        clock.Advance(3 * Second);
        Assert.Equal(2 * Second, fired);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Changed_timer_fires_at_its_new_time_only()
    {
        var clock = new ManualTimeProvider();
        var fired = new List<TimeSpan>();
        using var timer = clock.CreateTimer(_ => fired.Add(clock.Elapsed), null, Second, Timeout.InfiniteTimeSpan);
        Assert.True(timer.Change(4 * Second, Timeout.InfiniteTimeSpan));
        clock.Advance(10 * Second);
        Assert.Equal([4 * Second], fired);
        Assert.True(timer.Change(Second, Timeout.InfiniteTimeSpan));
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        clock.Advance(10 * Second);
        Assert.Single(fired);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task Disposed_timer_does_not_fire_and_cannot_be_changed()
    {
        var clock = new ManualTimeProvider();
        var fired = 0;
        var timer = clock.CreateTimer(_ => fired++, null, Second, Second);
        await timer.DisposeAsync();
        Assert.False(timer.Change(Second, Second));
        clock.Advance(10 * Second);
        Assert.Equal(0, fired);
        Assert.Equal(0, clock.ScheduledTimers);
    }

    [Fact(Timeout = 30_000)]
    public async Task Timer_that_is_due_at_once_fires_without_an_advance()
    {
        var clock = new ManualTimeProvider();
        var fired = new TaskCompletionSource();
        using var timer = clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await fired.Task;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(-2)]
    [InlineData(uint.MaxValue)]
    public Task Timer_outside_the_range_of_timers_throws(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        var clock = new ManualTimeProvider();
        Assert.Throws<ArgumentOutOfRangeException>("dueTime", () => clock.CreateTimer(_ => { }, null, time, Timeout.InfiniteTimeSpan));
        Assert.Throws<ArgumentOutOfRangeException>("period", () => clock.CreateTimer(_ => { }, null, Second, time));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Callback_runs_in_the_execution_context_of_its_creator()
    {
        var clock = new ManualTimeProvider();
        var local = new AsyncLocal<string> { Value = "creator" };
        var seen = "";
        using var timer = clock.CreateTimer(_ => seen = local.Value!, null, Second, Timeout.InfiniteTimeSpan);
        local.Value = "mover";
        clock.Advance(Second);
        Assert.Equal("creator", seen);
        Assert.Equal("mover", local.Value);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task Waits_of_the_framework_follow_the_clock()
    {
        var clock = new ManualTimeProvider();
        var delay = Task.Delay(TimeSpan.FromMinutes(1), clock, TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource(TimeSpan.FromMinutes(2), clock);
        clock.Advance(TimeSpan.FromMinutes(1));
        await delay;
        Assert.False(source.IsCancellationRequested);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(source.IsCancellationRequested);
    }

    [Fact(Timeout = 30_000)]
    public async Task WaitForTimers_ends_when_so_many_are_scheduled()
    {
        var clock = new ManualTimeProvider();
        using var first = clock.CreateTimer(_ => { }, null, Second, Timeout.InfiniteTimeSpan);
        await clock.WaitForTimersAsync(1, TestContext.Current.CancellationToken);
        var two = clock.WaitForTimersAsync(2, TestContext.Current.CancellationToken);
        Assert.False(two.IsCompleted);
        using var second = clock.CreateTimer(_ => { }, null, Second, Timeout.InfiniteTimeSpan);
        await two;
    }

    [Fact(Timeout = 30_000)]
    public async Task WaitForTimers_is_ended_by_its_token()
    {
        using var source = new CancellationTokenSource();
        var wait = new ManualTimeProvider().WaitForTimersAsync(1, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact(Timeout = 30_000)]
    public async Task Clock_moved_by_many_threads_fires_every_timer_once_and_never_goes_back()
    {
        var clock = new ManualTimeProvider();
        var fired = 0;
        var timers = Enumerable.Range(1, 1000)
            .Select(n => clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.FromMilliseconds(n % 100 + 1), Timeout.InfiniteTimeSpan))
            .ToArray();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            var last = clock.GetTimestamp();
            for (var i = 0; i < 50; i++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(1));
                var now = clock.GetTimestamp();
                Assert.True(now >= last);
                last = now;
            }
        })));
        clock.Advance(Second);
        Assert.Equal(timers.Length, fired);
    }
}
