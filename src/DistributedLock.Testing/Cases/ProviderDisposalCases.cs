namespace DistributedLock.Testing;

/// <summary>A provider that is disposed keeps nothing: what it holds is lost and released, and who waits is told.</summary>
internal static class ProviderDisposalCases
{
    private const LockCapabilities Needed = LockCapabilities.ProviderDisposal;

    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Disposed_provider_fires_the_lost_tokens_of_its_locks", Needed, FiresAsync),
        .. Pairing.Cases("Disposed_provider_ends_its_waits_with_ObjectDisposedException", Needed, EndsWaitsAsync),
        .. Pairing.Cases("Disposed_provider_takes_no_more_locks", Needed, TakesNoMoreAsync),
        new("Disposed_provider_releases_its_locks_for_others", Needed | LockCapabilities.SeveralProviders, ReleasesAsync),
    ];

    private static async Task FiresAsync(ConformanceContext context, Contender first, Contender second)
    {
        var early = await first.AcquireAsync(context.Once(context.Key("early"))).ConfigureAwait(false);
        var late = await first.AcquireAsync(context.Once(context.Key("late"))).ConfigureAwait(false);
        var token = early.LostToken;
        await ConformanceContext.DisposeAsync(first.Provider).ConfigureAwait(false);
        await Expect.FiresAsync(token, context, "the lost token to fire").ConfigureAwait(false);
        Expect.That(late.LostToken.IsCancellationRequested, "a lost token that has fired when it is asked for later", "one that has not");
        if (early is DistributedLockHandle known)
        {
            Expect.Equal(LockLossReason.ProviderDisposed, known.LossReason, "the reason of the loss");
        }

        // Neither throws: the handle's owner may well be disposed after the provider.
        await first.ReleaseAsync(early).ConfigureAwait(false);
        await second.ReleaseAsync(late).ConfigureAwait(false);
    }

    private static async Task EndsWaitsAsync(ConformanceContext context, Contender holder, Contender waiter)
    {
        var request = context.Forever(context.Key());
        var handle = await holder.AcquireAsync(request).ConfigureAwait(false);
        var wait = waiter.TryAcquireAsync(request);
        await Expect.ContendedAsync(waiter, request with { Timeout = TimeSpan.Zero }, "it is held").ConfigureAwait(false);
        await ConformanceContext.DisposeAsync(waiter.Provider).ConfigureAwait(false);
        await Expect.ThrowsAsync<ObjectDisposedException>(() => wait, context, "the wait").ConfigureAwait(false);
        await holder.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task TakesNoMoreAsync(ConformanceContext context, Contender first, Contender second)
    {
        await ConformanceContext.DisposeAsync(first.Provider).ConfigureAwait(false);
        await ConformanceContext.DisposeAsync(first.Provider).ConfigureAwait(false);
        await Expect.ThrowsAsync<ObjectDisposedException>(
            () => first.TryAcquireAsync(context.Once(context.Key())), context, "a request to a disposed provider").ConfigureAwait(false);
        if (ReferenceEquals(first.Provider, second.Provider))
        {
            await Expect.ThrowsAsync<ObjectDisposedException>(
                () => second.TryAcquireAsync(context.Once(context.Key())), context, "a request to a disposed provider").ConfigureAwait(false);
        }
    }

    private static async Task ReleasesAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var leaving = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var staying = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var request = context.Once(context.Key());
        var handle = await leaving.AcquireAsync(request).ConfigureAwait(false);
        await Expect.ContendedAsync(staying, request, "it is held").ConfigureAwait(false);
        GC.KeepAlive(handle); // a handle that nobody has any more is released
        await ConformanceContext.DisposeAsync(leaving.Provider).ConfigureAwait(false);
        await Expect.FreeAsync(staying, request, context, "its provider was disposed").ConfigureAwait(false);
    }
}
