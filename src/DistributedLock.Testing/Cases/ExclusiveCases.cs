namespace DistributedLock.Testing;

/// <summary>One holder, and nobody beside it.</summary>
internal static class ExclusiveCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Exclusive_lock_that_is_held_excludes_others", LockCapabilities.None, HeldExcludesAsync),
        .. Pairing.Cases("Exclusive_lock_that_was_released_is_free", LockCapabilities.None, ReleasedIsFreeAsync),
        .. Pairing.Cases("Exclusive_waiter_gets_the_lock_when_it_is_released", LockCapabilities.None, WaiterIsServedAsync),
        .. Pairing.Cases("Exclusive_locks_of_two_keys_do_not_exclude_each_other", LockCapabilities.None, TwoKeysAsync),
    ];

    private static async Task HeldExcludesAsync(ConformanceContext context, Contender holder, Contender other)
    {
        var request = context.Once(context.Key());
        var handle = await holder.AcquireAsync(request).ConfigureAwait(false);
        await Expect.ContendedAsync(other, request, "it is held").ConfigureAwait(false);
        await Expect.ContendedAsync(other, request, "a failed try changes nothing").ConfigureAwait(false);
        await holder.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task ReleasedIsFreeAsync(ConformanceContext context, Contender holder, Contender other)
    {
        var request = context.Once(context.Key());
        for (var i = 0; i < 3; i++)
        {
            await holder.ReleaseAsync(await holder.AcquireAsync(request).ConfigureAwait(false)).ConfigureAwait(false);
            await other.ReleaseAsync(await other.AcquireAsync(request).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private static async Task WaiterIsServedAsync(ConformanceContext context, Contender holder, Contender other)
    {
        var request = context.Forever(context.Key());
        var handle = await holder.AcquireAsync(request).ConfigureAwait(false);
        var waiter = other.TryAcquireAsync(request);
        await Expect.ContendedAsync(holder, request with { Timeout = TimeSpan.Zero }, "it is held").ConfigureAwait(false);
        Expect.StillWaits(waiter, "the second request");

        await holder.ReleaseAsync(handle).ConfigureAwait(false);
        var second = await Expect.HeldAsync(waiter, request, context).ConfigureAwait(false);
        await Expect.ContendedAsync(holder, request with { Timeout = TimeSpan.Zero }, "the waiter holds it now").ConfigureAwait(false);
        await other.ReleaseAsync(second).ConfigureAwait(false);
    }

    private static async Task TwoKeysAsync(ConformanceContext context, Contender holder, Contender other)
    {
        var first = await holder.AcquireAsync(context.Once(context.Key("a"))).ConfigureAwait(false);
        var second = await other.AcquireAsync(context.Once(context.Key("b"))).ConfigureAwait(false);
        await holder.ReleaseAsync(first).ConfigureAwait(false);
        await other.ReleaseAsync(second).ConfigureAwait(false);
    }
}
