using DistributedLock.CompilerServices;

namespace DistributedLock.Testing;

/// <summary>A lock that is taken away from outside: its holder learns of it, harms nobody any more, and others can have it.</summary>
internal static class OutsideLossCases
{
    private const LockCapabilities Needed = LockCapabilities.OutsideLoss;

    public static IEnumerable<LockConformanceCase> All =>
    [
        new("Lost_token_fires_when_the_lock_is_taken_away", Needed, (context, cancellationToken) =>
            FiresAsync(context, context.ShortLease(context.Key()), holders: 1, cancellationToken)),
        new("Lost_tokens_fire_when_a_shared_lock_is_taken_away", Needed | LockCapabilities.Shared, (context, cancellationToken) =>
            FiresAsync(context, context.ShortLease(context.Key()) with { Mode = LockMode.Shared }, holders: 2, cancellationToken)),
        new("Lost_tokens_fire_when_permits_are_taken_away", Needed | LockCapabilities.Semaphore, (context, cancellationToken) =>
            FiresAsync(context, context.ShortLease(context.Key()) with { MaxConcurrency = 3 }, holders: 2, cancellationToken)),
        new("Body_whose_lock_is_taken_away_ends_in_LockLostException", Needed, ThrowsAsync),
        new("Extending_a_lock_that_was_taken_away_is_denied_and_does_not_take_it_again", Needed | LockCapabilities.SeveralProviders, ExtendAsync),
        new("Other_leases_of_a_holder_stay_when_one_is_taken_away", Needed | LockCapabilities.Leases, OthersStayAsync),
        new("Waiter_of_the_same_provider_gets_the_lock_when_the_lost_handle_is_released", Needed, SameProviderAsync),
        .. Pairing.CasesAcrossProviders("Waiter_gets_the_lock_that_is_taken_away", Needed, WaiterAsync),
        .. Pairing.CasesAcrossProviders("Release_of_a_lock_that_was_taken_away_leaves_the_next_holders_alone", Needed, ReleaseUnawareAsync),
        .. Pairing.CasesAcrossProviders("Release_of_a_lock_known_to_be_lost_leaves_the_next_holders_alone", Needed, ReleaseAwareAsync),
    ];

    private static async Task FiresAsync(ConformanceContext context, LockRequest request, int holders, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var handles = new List<IDistributedLockHandle>();
        for (var i = 0; i < holders; i++)
        {
            handles.Add(await contender.AcquireAsync(request).ConfigureAwait(false));
            Expect.NotLost(handles[i], "a held lock");
        }

        await context.TakeAwayAsync(request).ConfigureAwait(false);

        foreach (var handle in handles)
        {
            await Expect.FiresAsync(handle.LostToken, context, "the lost token to fire").ConfigureAwait(false);
            ExpectReason(context, handle);
        }

        foreach (var handle in handles)
        {
            await contender.ReleaseAsync(handle).ConfigureAwait(false);
        }

        await Expect.FreeAsync(contender, request with { Mode = LockMode.Exclusive }, context, "it was taken away").ConfigureAwait(false);
    }

    /// <summary>As a generated wrapper does it.</summary>
    private static async Task ThrowsAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var provider = await context.CreateProviderAsync().ConfigureAwait(false);
        var request = context.ShortLease(context.Key()) with { TrackFlow = false };
        var hold = new LockHold(await LockCall.AcquireAsync(provider, request, cancellationToken).ConfigureAwait(false));
        var lost = hold.Handle.LostToken;

        await context.TakeAwayAsync(request).ConfigureAwait(false);

        await Expect.FiresAsync(lost, context, "the token of the body to fire").ConfigureAwait(false);
        Expect.That(hold.IsCanceledByLoss(CancellationToken.None), "the body's cancellation to come from the loss", "one that does not");
        await hold.ReleaseAsync().ConfigureAwait(false);
        try
        {
            hold.ThrowIfLost();
        }
        catch (LockLostException exception) when (exception is not LockHoldExceededException)
        {
            Expect.Equal(request.Key.Value, exception.Key, "the key of the exception");
            return;
        }

        throw Expect.Failure("the end of the body to throw LockLostException", "no exception");
    }

    private static async Task ExtendAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var other = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var request = context.ShortLease(context.Key());
        var handle = await contender.AcquireAsync(request).ConfigureAwait(false);
        var lost = handle.LostToken;

        await context.TakeAwayAsync(request).ConfigureAwait(false);

        // A lease is extended in the store, which knows of the loss at once. Of a session the answer is whether its end has been noticed.
        if (!context.Has(LockCapabilities.Leases))
        {
            await Expect.FiresAsync(lost, context, "the lost token to fire").ConfigureAwait(false);
        }

        Expect.Equal(
            false, await handle.ExtendAsync(TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false), "the answer for a lock that was taken away");
        await Expect.FiresAsync(lost, context, "the lost token to fire").ConfigureAwait(false);
        await Expect.FreeAsync(other, request, context, "an extension takes no lock again").ConfigureAwait(false);
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task OthersStayAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var requests = new[] { "before", "taken", "after" }.Select(name => context.ShortLease(context.Key(name))).ToList();
        var handles = new List<IDistributedLockHandle>();
        foreach (var request in requests)
        {
            handles.Add(await contender.AcquireAsync(request).ConfigureAwait(false));
        }

        await context.TakeAwayAsync(requests[1]).ConfigureAwait(false);

        await Expect.FiresAsync(handles[1].LostToken, context, "the lost token to fire").ConfigureAwait(false);
        await Expect.ContendedAsync(
            contender, requests[0] with { Timeout = 1.5 * requests[0].Lease }, "another lease was taken away, and this one is renewed").ConfigureAwait(false);
        await Expect.ContendedAsync(contender, requests[2], "another lease was taken away, and this one is renewed").ConfigureAwait(false);
        foreach (var handle in handles)
        {
            Expect.Equal(handle == handles[1], handle.LostToken.IsCancellationRequested, $"whether '{handle.Key}' is lost");
            await contender.ReleaseAsync(handle).ConfigureAwait(false);
        }
    }

    // Inside a process a backend may keep others out until the body that lost its lock has ended, and no longer.
    private static async Task SameProviderAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var request = context.ShortLease(context.Key());
        var handle = await contender.AcquireAsync(request).ConfigureAwait(false);
        var lost = handle.LostToken;
        var wait = contender.TryAcquireAsync(request with { Timeout = Timeout.InfiniteTimeSpan });
        await Expect.ContendedAsync(contender, request with { Timeout = context.Moment }, "it is held, and waited for").ConfigureAwait(false);

        await context.TakeAwayAsync(request).ConfigureAwait(false);

        await Expect.FiresAsync(lost, context, "the lost token to fire").ConfigureAwait(false);
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
        await Expect.WithinAsync(wait, context.UntilFreed(request), "the wait for a lock that was taken away to end").ConfigureAwait(false);
        var next = Expect.Held(await wait.ConfigureAwait(false), request);
        Expect.LaterToken(next, handle.FencingToken, context);
        await ExpectHoldsAsync(context, contender, contender, next, request).ConfigureAwait(false);
    }

    private static async Task WaiterAsync(ConformanceContext context, Contender holder, Contender waiter)
    {
        var request = context.ShortLease(context.Key());
        var handle = await holder.AcquireAsync(request).ConfigureAwait(false);
        var lost = handle.LostToken;
        var wait = waiter.TryAcquireAsync(request with { Timeout = Timeout.InfiniteTimeSpan });
        await Expect.ContendedAsync(waiter, request with { Timeout = context.Moment }, "it is held, and waited for").ConfigureAwait(false);
        Expect.StillWaits(wait, "a request for a lock that is held");

        await context.TakeAwayAsync(request).ConfigureAwait(false);

        await Expect.WithinAsync(wait, context.UntilFreed(request), "the wait for a lock that was taken away to end").ConfigureAwait(false);
        var next = Expect.Held(await wait.ConfigureAwait(false), request);
        Expect.LaterToken(next, handle.FencingToken, context);
        await Expect.FiresAsync(lost, context, "the lost token of the former holder to fire").ConfigureAwait(false);
        await holder.ReleaseAsync(handle).ConfigureAwait(false);
        await ExpectHoldsAsync(context, holder, waiter, next, request).ConfigureAwait(false);
    }

    // Nobody listens to the lost token: the holder learns of it by its release, if not before.
    private static async Task ReleaseUnawareAsync(ConformanceContext context, Contender former, Contender later)
    {
        var request = context.ShortLease(context.Key());
        var handle = await former.AcquireAsync(request).ConfigureAwait(false);
        await context.TakeAwayAsync(request).ConfigureAwait(false);
        var next = await later.AcquireAsync(request with { Timeout = context.UntilFreed(request) }).ConfigureAwait(false);
        Expect.LaterToken(next, handle.FencingToken, context);

        await former.ReleaseAsync(handle).ConfigureAwait(false);

        if (handle is DistributedLockHandle known)
        {
            Expect.That(known.IsLost, "a handle to know after its release that its lock was lost", "one that does not");
        }

        await ExpectHoldsAsync(context, former, later, next, request).ConfigureAwait(false);
    }

    private static async Task ReleaseAwareAsync(ConformanceContext context, Contender former, Contender later)
    {
        var request = context.ShortLease(context.Key());
        var handle = await former.AcquireAsync(request).ConfigureAwait(false);
        var lost = handle.LostToken;
        await context.TakeAwayAsync(request).ConfigureAwait(false);
        await Expect.FiresAsync(lost, context, "the lost token to fire").ConfigureAwait(false);
        var next = await later.AcquireAsync(request with { Timeout = context.UntilFreed(request) }).ConfigureAwait(false);
        Expect.LaterToken(next, handle.FencingToken, context);

        await former.ReleaseAsync(handle).ConfigureAwait(false);

        await ExpectHoldsAsync(context, former, later, next, request).ConfigureAwait(false);
    }

    private static async Task ExpectHoldsAsync(
        ConformanceContext context, Contender former, Contender later, IDistributedLockHandle next, LockRequest request)
    {
        await Expect.ContendedAsync(former, request, "the next holder has it").ConfigureAwait(false);
        Expect.NotLost(next, "the next holder's lock");
        await later.ReleaseAsync(next).ConfigureAwait(false);
        await Expect.FreeAsync(former, request, context, "the next holder released it").ConfigureAwait(false);
    }

    private static void ExpectReason(ConformanceContext context, IDistributedLockHandle handle)
    {
        if (handle is not DistributedLockHandle known)
        {
            return;
        }

        // A session that has ended took the lock with it; of a lease the store itself says that it is gone.
        var isRight = known.LossReason == LockLossReason.NotHeld
            || (known.LossReason == LockLossReason.SessionEnded && !context.Has(LockCapabilities.Leases));
        Expect.That(isRight, "a loss because the lock is no longer held by us, or its session ended", $"'{known.LossReason}'");
    }
}
