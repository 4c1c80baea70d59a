namespace DistributedLock.Testing;

/// <summary>What the caller's token ends, and what it does not.</summary>
internal static class CancellationCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Canceled_token_before_the_call_takes_nothing", LockCapabilities.None, BeforeAsync),
        .. Pairing.Cases("Canceled_token_during_the_wait_ends_the_wait", LockCapabilities.None, DuringAsync),
        .. Pairing.Cases("Canceled_token_after_the_grant_changes_nothing", LockCapabilities.None, AfterAsync),
        .. Pairing.Cases("Cancellation_that_races_with_the_release_leaks_nothing", LockCapabilities.None, RaceAsync),
    ];

    private static async Task BeforeAsync(ConformanceContext context, Contender canceled, Contender other)
    {
        var request = context.Once(context.Key());
        using var source = new CancellationTokenSource();
        await source.CancelAsync().ConfigureAwait(false);
        await Expect.ThrowsAsync<OperationCanceledException>(
            () => canceled.TryAcquireAsync(request, source.Token), context, "a request with a cancelled token").ConfigureAwait(false);
        await other.ReleaseAsync(await other.AcquireAsync(request).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task DuringAsync(ConformanceContext context, Contender holder, Contender other)
    {
        var key = context.Key();
        var handle = await holder.AcquireAsync(context.Once(key)).ConfigureAwait(false);
        using var source = new CancellationTokenSource();
        var wait = other.TryAcquireAsync(context.Forever(key), source.Token);
        await Expect.ContendedAsync(holder, context.Once(key), "it is held").ConfigureAwait(false);
        Expect.StillWaits(wait, "the second request");

        await source.CancelAsync().ConfigureAwait(false);
        var exception = await Expect.ThrowsAsync<OperationCanceledException>(() => wait, context, "the cancelled wait").ConfigureAwait(false);
        Expect.That(exception.CancellationToken == source.Token, "the exception to carry the caller's token", "another token");
        await holder.ReleaseAsync(handle).ConfigureAwait(false);
        await Expect.FreeAsync(other, context.Once(key), context, "its only waiter was cancelled").ConfigureAwait(false);
    }

    private static async Task AfterAsync(ConformanceContext context, Contender holder, Contender other)
    {
        var request = context.Once(context.Key());
        using var source = new CancellationTokenSource();
        var handle = Expect.Held(await holder.TryAcquireAsync(request, source.Token).ConfigureAwait(false), request);
        var lost = handle.LostToken;
        await source.CancelAsync().ConfigureAwait(false);
        await Expect.ContendedAsync(other, request, "the token only ends the wait").ConfigureAwait(false);
        Expect.That(!lost.IsCancellationRequested, "the lost token not to fire", "a lost token that fired");
        await holder.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task RaceAsync(ConformanceContext context, Contender holder, Contender other)
    {
        var key = context.Key();
        for (var i = 0; i < 25; i++)
        {
            var handle = await holder.AcquireAsync(context.Once(key) with { Timeout = context.Patience }).ConfigureAwait(false);
            using var source = new CancellationTokenSource();
            var wait = other.TryAcquireAsync(context.Forever(key), source.Token);
            await Task.WhenAll(Task.Run(source.Cancel), holder.ReleaseAsync(handle)).ConfigureAwait(false);
            try
            {
                var won = await Expect.HeldAsync(wait, context.Forever(key), context).ConfigureAwait(false);
                await other.ReleaseAsync(won).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Either outcome is right; what counts is that the lock is free after it.
            }
        }

        await Expect.FreeAsync(holder, context.Once(key), context, "everybody has released it or was cancelled").ConfigureAwait(false);
    }
}
