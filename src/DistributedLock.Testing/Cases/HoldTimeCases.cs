using System.Diagnostics;

namespace DistributedLock.Testing;

/// <summary>The least and the longest time of a hold.</summary>
internal static class HoldTimeCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Lock_with_a_least_hold_stays_held_after_its_release", LockCapabilities.HoldAtLeast, StaysHeldAsync),
        .. Pairing.Cases("Lock_held_longer_than_its_least_hold_is_free_at_once", LockCapabilities.HoldAtLeast, IsFreeAtOnceAsync),
        .. Pairing.Cases("Lock_held_too_long_fires_its_lost_token", LockCapabilities.MaxHold, FiresAsync),
        .. Pairing.Cases(
            "Lock_held_too_long_stays_held_until_it_is_released", LockCapabilities.MaxHold | LockCapabilities.HeldUntilReleased, StaysUntilReleasedAsync),
        .. Pairing.Cases("Lock_released_before_its_longest_hold_is_not_lost", LockCapabilities.MaxHold, IsNotLostAsync),
        new("Least_hold_follows_the_given_clock", LockCapabilities.TimeSource | LockCapabilities.HoldAtLeast, LeastHoldFollowsClockAsync),
        new("Longest_hold_follows_the_given_clock", LockCapabilities.TimeSource | LockCapabilities.MaxHold, LongestHoldFollowsClockAsync),
    ];

    private static async Task StaysHeldAsync(ConformanceContext context, Contender first, Contender second)
    {
        var least = context.Moment * 3;
        var request = context.Once(context.Key());
        var start = Stopwatch.GetTimestamp();
        var handle = await first.AcquireAsync(request with { HoldAtLeast = least }).ConfigureAwait(false);
        await first.ReleaseAsync(handle).ConfigureAwait(false);

        // On a machine that stands still for so long this may be let in, but never before the time is over.
        if (await second.TryAcquireAsync(request).ConfigureAwait(false) is { } late)
        {
            Expect.NotBefore(start, least, "the next hold");
            await second.ReleaseAsync(late).ConfigureAwait(false);
        }

        var wait = second.TryAcquireAsync(request with { Timeout = context.Patience });
        var next = await Expect.HeldAsync(wait, request, context).ConfigureAwait(false);
        Expect.NotBefore(start, least, "the next hold");
        await second.ReleaseAsync(next).ConfigureAwait(false);
    }

    private static async Task IsFreeAtOnceAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Once(context.Key());
        var handle = await first.AcquireAsync(request with { HoldAtLeast = TimeSpan.FromMilliseconds(1) }).ConfigureAwait(false);
        var blocked = await second.TryAcquireAsync(request with { Timeout = context.Moment }).ConfigureAwait(false);
        Expect.That(blocked is null, "no handle, because the lock is held", "a handle");
        await first.ReleaseAsync(handle).ConfigureAwait(false);
        await second.ReleaseAsync(await second.AcquireAsync(request).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task FiresAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Once(context.Key());
        var start = Stopwatch.GetTimestamp();
        var handle = await first.AcquireAsync(request with { MaxHold = context.Moment }).ConfigureAwait(false);
        await Expect.FiresAsync(handle.LostToken, context, "the lost token to fire").ConfigureAwait(false);
        Expect.NotBefore(start, context.Moment, "the loss");
        ExpectReason(handle, LockLossReason.HoldExceeded);
        await first.ReleaseAsync(handle).ConfigureAwait(false);
        await Expect.FreeAsync(second, request, context, "it was released").ConfigureAwait(false);
    }

    private static async Task StaysUntilReleasedAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Once(context.Key());
        var handle = await first.AcquireAsync(request with { MaxHold = context.Moment }).ConfigureAwait(false);
        await Expect.FiresAsync(handle.LostToken, context, "the lost token to fire").ConfigureAwait(false);
        await Expect.ContendedAsync(second, request, "its holder has not released it").ConfigureAwait(false);
        await first.ReleaseAsync(handle).ConfigureAwait(false);
        await Expect.FreeAsync(second, request, context, "it was released").ConfigureAwait(false);
    }

    private static async Task IsNotLostAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Once(context.Key());
        var handle = await first.AcquireAsync(request with { MaxHold = TimeSpan.FromMinutes(10) }).ConfigureAwait(false);
        var lost = handle.LostToken;
        await first.ReleaseAsync(handle).ConfigureAwait(false);
        await Expect.FreeAsync(second, request, context, "it was released").ConfigureAwait(false);
        Expect.That(!lost.IsCancellationRequested, "no loss", "a lost token that fired");
        ExpectReason(handle, LockLossReason.None);
    }

    private static async Task LeastHoldFollowsClockAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var clock = new ManualTimeProvider();
        var contender = await OnClockAsync(context, clock, cancellationToken).ConfigureAwait(false);
        var request = context.Once(context.Key());
        var handle = await contender.AcquireAsync(request with { HoldAtLeast = TimeSpan.FromSeconds(20) }).ConfigureAwait(false);
        clock.Advance(TimeSpan.FromSeconds(5));
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
        clock.Advance(TimeSpan.FromSeconds(14.9));
        await Expect.ContendedAsync(contender, request, "its least hold has not passed").ConfigureAwait(false);
        clock.Advance(TimeSpan.FromSeconds(0.2));

        // The release itself runs in the background, so the lock is free soon after the clock says so.
        await Expect.EventuallyAsync(
            async () =>
            {
                var next = await contender.TryAcquireAsync(request).ConfigureAwait(false);
                if (next is not null)
                {
                    await contender.ReleaseAsync(next).ConfigureAwait(false);
                }

                return next is not null;
            },
            context,
            "the lock to be free").ConfigureAwait(false);
    }

    private static async Task LongestHoldFollowsClockAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var clock = new ManualTimeProvider();
        var contender = await OnClockAsync(context, clock, cancellationToken).ConfigureAwait(false);
        var handle = await contender.AcquireAsync(context.Once(context.Key()) with { MaxHold = TimeSpan.FromSeconds(20) }).ConfigureAwait(false);
        var lost = handle.LostToken;
        clock.Advance(TimeSpan.FromSeconds(19.9));
        Expect.That(!lost.IsCancellationRequested, "no loss before the longest hold has passed", "a lost token that fired");
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await Expect.FiresAsync(lost, context, "the lost token to fire").ConfigureAwait(false);
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static void ExpectReason(IDistributedLockHandle handle, LockLossReason expected)
    {
        if (handle is DistributedLockHandle known)
        {
            Expect.Equal(expected, known.LossReason, "the reason of the loss");
        }
    }

    private static async Task<Contender> OnClockAsync(ConformanceContext context, TimeProvider clock, CancellationToken cancellationToken) => new(
        await context.CreateProviderAsync(new LockProviderSetup { TimeProvider = clock }).ConfigureAwait(false), LockForm.Async, cancellationToken);
}
