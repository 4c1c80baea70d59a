using System.Diagnostics;

namespace DistributedLock.Testing;

/// <summary>How long a request waits.</summary>
internal static class TimeoutCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Wait_for_a_held_lock_ends_at_its_timeout", LockCapabilities.None, EndsAtTimeoutAsync),
        .. Pairing.Cases("Wait_that_timed_out_leaves_nothing_behind", LockCapabilities.None, LeavesNothingAsync),
        new("Wait_follows_the_given_clock", LockCapabilities.TimeSource, FollowsClockAsync),
        new("Infinite_wait_is_not_ended_by_the_clock", LockCapabilities.TimeSource, InfiniteWaitAsync),
    ];

    private static async Task EndsAtTimeoutAsync(ConformanceContext context, Contender holder, Contender other)
    {
        var key = context.Key();
        var handle = await holder.AcquireAsync(context.Once(key)).ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        var wait = other.TryAcquireAsync(context.Once(key) with { Timeout = context.Moment });
        var second = await Expect.WithinAsync(wait, context, "the wait to end").ConfigureAwait(false);
        Expect.That(second is null, "no handle, because the lock is held", "a handle");
        Expect.NotBefore(start, context.Moment, "the end of the wait");
        await holder.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task LeavesNothingAsync(ConformanceContext context, Contender holder, Contender other)
    {
        var key = context.Key();
        var handle = await holder.AcquireAsync(context.Once(key)).ConfigureAwait(false);
        var gaveUp = other.TryAcquireAsync(context.Once(key) with { Timeout = context.Moment });
        var patient = other.TryAcquireAsync(context.Forever(key));
        Expect.That(await Expect.WithinAsync(gaveUp, context, "the first wait to end").ConfigureAwait(false) is null, "no handle", "a handle");

        await holder.ReleaseAsync(handle).ConfigureAwait(false);
        var second = await Expect.HeldAsync(patient, context.Forever(key), context).ConfigureAwait(false);
        await other.ReleaseAsync(second).ConfigureAwait(false);
        await Expect.FreeAsync(holder, context.Once(key), context, "everybody has released it or given up").ConfigureAwait(false);
    }

    private static async Task FollowsClockAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var clock = new ManualTimeProvider();
        var provider = await context.CreateProviderAsync(new LockProviderSetup { TimeProvider = clock }).ConfigureAwait(false);
        var contender = new Contender(provider, LockForm.Async, cancellationToken);
        var key = context.Key();
        var handle = await contender.AcquireAsync(context.Once(key)).ConfigureAwait(false);
        var timers = clock.ScheduledTimers;
        var wait = contender.TryAcquireAsync(context.Once(key) with { Timeout = TimeSpan.FromHours(1) });
        await Expect.WithinAsync(clock.WaitForTimersAsync(timers + 1, cancellationToken), context, "the wait to set a timer").ConfigureAwait(false);

        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Expect.StillWaits(wait, "the request");
        clock.Advance(TimeSpan.FromTicks(1) + TimeSpan.FromMilliseconds(1));
        Expect.That(await Expect.WithinAsync(wait, context, "the wait to end").ConfigureAwait(false) is null, "no handle", "a handle");
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task InfiniteWaitAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var clock = new ManualTimeProvider();
        var provider = await context.CreateProviderAsync(new LockProviderSetup { TimeProvider = clock }).ConfigureAwait(false);
        var contender = new Contender(provider, LockForm.Async, cancellationToken);
        var key = context.Key();
        var handle = await contender.AcquireAsync(context.Once(key)).ConfigureAwait(false);
        var wait = contender.TryAcquireAsync(context.Forever(key));

        // Longer than the default time-out; shorter than two thirds of a lease, which would be lost if its renewal came back after that on this clock.
        clock.Advance(LockRequest.DefaultTimeout + TimeSpan.FromSeconds(5));
        Expect.StillWaits(wait, "the request");
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
        var second = await Expect.HeldAsync(wait, context.Forever(key), context).ConfigureAwait(false);
        await contender.ReleaseAsync(second).ConfigureAwait(false);
    }
}
