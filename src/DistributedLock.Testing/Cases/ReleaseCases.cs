namespace DistributedLock.Testing;

/// <summary>A lock is released once, however often and in whatever form its handle is disposed.</summary>
internal static class ReleaseCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Handle_disposed_twice_does_not_release_the_next_holder", LockCapabilities.None, TwiceAsync),
        .. Pairing.Cases("Handle_disposed_in_both_forms_at_once_is_released_once", LockCapabilities.None, ConcurrentlyAsync),
        .. Pairing.Cases("Handle_that_is_released_does_not_fire_its_lost_token", LockCapabilities.None, LostTokenIsSilentAsync),
    ];

    private static async Task TwiceAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Once(context.Key());
        var released = await first.AcquireAsync(request).ConfigureAwait(false);
        await first.ReleaseAsync(released).ConfigureAwait(false);
        var handle = await second.AcquireAsync(request).ConfigureAwait(false);

        await released.DisposeAsync().ConfigureAwait(false);
        released.Dispose();
        await Expect.ContendedAsync(first, request, "disposing the former handle again releases nothing").ConfigureAwait(false);
        await second.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task ConcurrentlyAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Once(context.Key());
        for (var i = 0; i < 10; i++)
        {
            var handle = await first.AcquireAsync(request with { Timeout = context.Patience }).ConfigureAwait(false);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(async () =>
            {
                if (n % 2 == 0)
                {
                    await handle.DisposeAsync().ConfigureAwait(false);
                }
                else
                {
                    handle.Dispose();
                }
            }))).ConfigureAwait(false);
            await Expect.FreeAsync(second, request, context, "its handle was disposed").ConfigureAwait(false);
        }
    }

    private static async Task LostTokenIsSilentAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Once(context.Key());
        var handle = await first.AcquireAsync(request).ConfigureAwait(false);
        var lost = handle.LostToken;
        await first.ReleaseAsync(handle).ConfigureAwait(false);
        await Expect.FreeAsync(second, request, context, "its handle was disposed").ConfigureAwait(false);
        Expect.That(!lost.IsCancellationRequested, "a lost token that does not fire on release", "one that fired");
        Expect.That(!handle.LostToken.IsCancellationRequested, "no loss of a released lock", "a lost token that fired");
    }
}
