namespace DistributedLock.Testing;

/// <summary>A hold that an operator ends by force: that hold, no other one, and its holder learns of it.</summary>
internal static class ForceReleaseCases
{
    private const LockCapabilities Needed = LockCapabilities.Inspection | LockCapabilities.ForceRelease;

    public static IEnumerable<LockConformanceCase> All =>
    [
        new("Force_release_is_refused_unless_it_is_enabled", Needed, IsRefusedAsync),
        new("Force_release_needs_the_identity_of_a_hold", Needed, NeedsIdentityAsync),
        new("Force_release_frees_the_lock_and_its_holder_learns_of_it", Needed, (context, cancellationToken) =>
            FreesAsync(context, context.ShortLease(context.Key()), cancellationToken)),
        new("Force_release_frees_a_shared_lock_and_its_holder_learns_of_it", Needed | LockCapabilities.Shared, (context, cancellationToken) =>
            FreesAsync(context, context.ShortLease(context.Key()) with { Mode = LockMode.Shared }, cancellationToken)),
        new("Force_release_frees_a_permit_and_its_holder_learns_of_it", Needed | LockCapabilities.Semaphore, (context, cancellationToken) =>
            FreesAsync(context, context.ShortLease(context.Key()) with { MaxConcurrency = 2 }, cancellationToken)),
        new("Force_release_wakes_a_waiter", Needed, (context, cancellationToken) => WakesAsync(context, context.Once(context.Key()), cancellationToken)),
        new("Force_release_of_a_hold_that_has_ended_leaves_the_next_one", Needed, (context, cancellationToken) =>
            LeavesNextAsync(context, context.Once(context.Key()), cancellationToken)),
        new("Force_release_of_a_permit_that_has_ended_leaves_the_next_one", Needed | LockCapabilities.Semaphore, (context, cancellationToken) =>
            LeavesNextAsync(context, context.Once(context.Key()) with { MaxConcurrency = 2 }, cancellationToken)),
        new("Force_release_of_one_shared_hold_leaves_the_other", Needed | LockCapabilities.Shared, (context, cancellationToken) =>
            LeavesOtherAsync(context, context.ShortLease(context.Key()) with { Mode = LockMode.Shared }, cancellationToken)),
        new("Force_release_of_one_permit_leaves_the_other", Needed | LockCapabilities.Semaphore, (context, cancellationToken) =>
            LeavesOtherAsync(context, context.ShortLease(context.Key()) with { MaxConcurrency = 2 }, cancellationToken)),
        new("Force_release_ends_what_a_least_hold_keeps", Needed | LockCapabilities.HoldAtLeast, EndsLeastHoldAsync),
        new("Force_release_of_what_is_listed_works_for_every_key", Needed, WorksForEveryKeyAsync),
    ];

    private static async Task IsRefusedAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var provider = await context.CreateProviderAsync().ConfigureAwait(false);
        var request = context.Once(context.Key());
        var handle = Expect.Held(await provider.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);
        var held = await OnlyAsync(provider, request.Key, cancellationToken).ConfigureAwait(false);

        await Expect.ThrowsAsync<InvalidOperationException>(
            () => InspectionCases.InspectorOf(provider).ForceReleaseAsync(held, cancellationToken).AsTask(), context, "a force-release that is not enabled").ConfigureAwait(false);

        Expect.Equal(held.HoldId, (await OnlyAsync(provider, request.Key, cancellationToken).ConfigureAwait(false)).HoldId, "the hold after it was refused");
        await handle.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task NeedsIdentityAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var provider = await context.CreateProviderAsync(Allowed).ConfigureAwait(false);
        var request = context.Once(context.Key());
        var handle = Expect.Held(await provider.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);
        var held = await OnlyAsync(provider, request.Key, cancellationToken).ConfigureAwait(false);

        await Expect.ThrowsAsync<ArgumentException>(
            () => InspectionCases.InspectorOf(provider).ForceReleaseAsync(held with { HoldId = null }, cancellationToken).AsTask(), context, "a force-release of nobody knows what")
            .ConfigureAwait(false);

        await handle.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task FreesAsync(ConformanceContext context, LockRequest request, CancellationToken cancellationToken)
    {
        var (holder, inspector, other) = await CreateAsync(context, cancellationToken).ConfigureAwait(false);
        var handle = Expect.Held(await holder.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);
        var lost = handle.LostToken;
        var held = await OnlyAsync(inspector, request.Key, cancellationToken).ConfigureAwait(false);

        Expect.Equal(true, await inspector.ForceReleaseAsync(held, cancellationToken).ConfigureAwait(false), "the answer for a hold that was held");

        Expect.Equal(0, (await inspector.GetAsync(request.Key, cancellationToken).ConfigureAwait(false)).Count, "the number of holders");
        Expect.Equal(false, await inspector.ForceReleaseAsync(held, cancellationToken).ConfigureAwait(false), "the answer at the second time");
        await Expect.FiresAsync(lost, context, "the lost token of the holder to fire").ConfigureAwait(false);

        // All of a semaphore's permits, or the exclusive lock where shared ones were.
        var next = await TakeAllAsync(context, other, request).ConfigureAwait(false);
        await handle.DisposeAsync().ConfigureAwait(false);
        if (handle is DistributedLockHandle known)
        {
            Expect.Equal(LockLossReason.NotHeld, known.LossReason, "the reason of the loss");
        }

        foreach (var one in next)
        {
            Expect.Equal(true, await one.ExtendAsync(request.Lease, cancellationToken).ConfigureAwait(false), "whether the next holder still has it");
            await one.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task WakesAsync(ConformanceContext context, LockRequest request, CancellationToken cancellationToken)
    {
        // A lease so long that nobody is let in by its end. Its holder may not have noticed by then.
        var (holder, inspector, other) = await CreateAsync(context, cancellationToken).ConfigureAwait(false);
        request = request with { Lease = TimeSpan.FromHours(1) };
        var handle = Expect.Held(await holder.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);
        var wait = other.TryAcquireAsync(request with { Timeout = Timeout.InfiniteTimeSpan });
        await Expect.ContendedAsync(other, request with { Timeout = context.Moment }, "it is held, and waited for").ConfigureAwait(false);
        Expect.StillWaits(wait, "a request for a lock that is held");

        await inspector.ForceReleaseAsync(await OnlyAsync(inspector, request.Key, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

        var next = await Expect.HeldAsync(wait, request, context).ConfigureAwait(false);
        Expect.LaterToken(next, handle.FencingToken, context);
        await handle.DisposeAsync().ConfigureAwait(false);
        Expect.NotLost(next, "the next holder's lock");
        await next.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>With one and the same request, which tells the two holds apart by nothing.</summary>
    private static async Task LeavesNextAsync(ConformanceContext context, LockRequest request, CancellationToken cancellationToken)
    {
        var (holder, inspector, _) = await CreateAsync(context, cancellationToken).ConfigureAwait(false);
        var first = Expect.Held(await holder.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);
        var seen = await OnlyAsync(inspector, request.Key, cancellationToken).ConfigureAwait(false);
        await first.DisposeAsync().ConfigureAwait(false);
        var next = Expect.Held(await holder.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);

        Expect.Equal(false, await inspector.ForceReleaseAsync(seen, cancellationToken).ConfigureAwait(false), "the answer for a hold that has ended");

        var held = await OnlyAsync(inspector, request.Key, cancellationToken).ConfigureAwait(false);
        Expect.That(held.HoldId != seen.HoldId, "another identity for the next hold", "the same");
        Expect.Equal(true, await next.ExtendAsync(request.Lease, cancellationToken).ConfigureAwait(false), "whether the next holder still has it");
        await next.DisposeAsync().ConfigureAwait(false);
        Expect.Equal(false, await inspector.ForceReleaseAsync(held, cancellationToken).ConfigureAwait(false), "the answer after the release");
    }

    private static async Task LeavesOtherAsync(ConformanceContext context, LockRequest request, CancellationToken cancellationToken)
    {
        var (holder, inspector, _) = await CreateAsync(context, cancellationToken).ConfigureAwait(false);
        var first = Expect.Held(await holder.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);
        var ended = await OnlyAsync(inspector, request.Key, cancellationToken).ConfigureAwait(false);
        var second = Expect.Held(await holder.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);

        Expect.Equal(true, await inspector.ForceReleaseAsync(ended, cancellationToken).ConfigureAwait(false), "the answer for a hold that was held");

        await Expect.FiresAsync(first.LostToken, context, "the lost token of the one to fire").ConfigureAwait(false);
        Expect.Equal(true, await second.ExtendAsync(request.Lease, cancellationToken).ConfigureAwait(false), "whether the other one still has it");
        Expect.NotLost(second, "the other one's lock");
        await first.DisposeAsync().ConfigureAwait(false);
        await second.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task EndsLeastHoldAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var (holder, inspector, other) = await CreateAsync(context, cancellationToken).ConfigureAwait(false);
        var request = context.Once(context.Key());
        var handle = Expect.Held(
            await holder.TryAcquireAsync(request with { HoldAtLeast = TimeSpan.FromHours(1), Lease = TimeSpan.FromHours(2) }, cancellationToken).ConfigureAwait(false), request);
        await handle.DisposeAsync().ConfigureAwait(false);
        await Expect.ContendedAsync(other, request, "its least hold has not passed").ConfigureAwait(false);
        var held = await OnlyAsync(inspector, request.Key, cancellationToken).ConfigureAwait(false);

        Expect.Equal(true, await inspector.ForceReleaseAsync(held, cancellationToken).ConfigureAwait(false), "the answer for a hold that is kept");

        var next = await other.AcquireAsync(request).ConfigureAwait(false);
        Expect.Equal(false, await inspector.ForceReleaseAsync(held, cancellationToken).ConfigureAwait(false), "the answer at the second time");
        Expect.Equal(true, await next.ExtendAsync(request.Lease, cancellationToken).ConfigureAwait(false), "whether the next holder still has it");
        await next.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Also for one that is too long for a store: it is listed by the name that stands for it.</summary>
    private static async Task WorksForEveryKeyAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var (holder, inspector, _) = await CreateAsync(context, cancellationToken).ConfigureAwait(false);
        var run = context.Key("run").Value;
        foreach (var key in new[] { $"{run} with spaces", $"{run}~tilde", $"{run}{{braces}}", run + new string('x', 3000) })
        {
            var request = context.Once(new LockKey(key));
            var handle = Expect.Held(await holder.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);
            var listed = new List<LockInfo>();
            await foreach (var info in inspector.ListAsync(run, cancellationToken).ConfigureAwait(false))
            {
                listed.Add(info);
            }

            // Where a store does not find such a key by its beginning, GetAsync does.
            var held = listed.Count == 1 ? listed[0] : await OnlyAsync(inspector, request.Key, cancellationToken).ConfigureAwait(false);
            Expect.Equal(true, await inspector.ForceReleaseAsync(held, cancellationToken).ConfigureAwait(false), $"the answer for '{held.Key}'");
            Expect.Equal(0, (await inspector.GetAsync(request.Key, cancellationToken).ConfigureAwait(false)).Count, "the number of holders");
            await handle.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static LockProviderSetup Allowed => new() { AllowForceRelease = true };

    /// <summary>Who holds, who ends it, and who takes it next: three processes, where the backend has several.</summary>
    private static async Task<(IDistributedLockProvider Holder, IDistributedLockInspector Inspector, Contender Other)> CreateAsync(
        ConformanceContext context, CancellationToken cancellationToken)
    {
        var operatorsOwn = await context.CreateProviderAsync(Allowed).ConfigureAwait(false);
        var areSeveral = context.Has(LockCapabilities.SeveralProviders);
        var holder = areSeveral ? await context.CreateProviderAsync().ConfigureAwait(false) : operatorsOwn;
        var other = areSeveral ? await context.CreateProviderAsync().ConfigureAwait(false) : operatorsOwn;
        return (holder, InspectionCases.InspectorOf(operatorsOwn), new Contender(other, LockForm.Async, cancellationToken));
    }

    private static async Task<List<IDistributedLockHandle>> TakeAllAsync(ConformanceContext context, Contender other, LockRequest request)
    {
        var handles = new List<IDistributedLockHandle>();
        for (var i = 0; i < request.MaxConcurrency; i++)
        {
            var one = request with { Mode = LockMode.Exclusive, Timeout = context.Patience };
            handles.Add(await other.AcquireAsync(one).ConfigureAwait(false));
        }

        return handles;
    }

    private static Task<LockInfo> OnlyAsync(IDistributedLockProvider provider, LockKey key, CancellationToken cancellationToken) =>
        OnlyAsync(InspectionCases.InspectorOf(provider), key, cancellationToken);

    private static async Task<LockInfo> OnlyAsync(IDistributedLockInspector inspector, LockKey key, CancellationToken cancellationToken)
    {
        var infos = await inspector.GetAsync(key, cancellationToken).ConfigureAwait(false);
        Expect.Equal(1, infos.Count, "the number of holders");
        Expect.That(!string.IsNullOrEmpty(infos[0].HoldId), "an identity of the hold, because the backend promises force-release", "none");
        return infos[0];
    }
}
