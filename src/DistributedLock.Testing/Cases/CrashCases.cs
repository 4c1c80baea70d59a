namespace DistributedLock.Testing;

/// <summary>A process that crashes holds nothing back: not the next holder, not who waits already.</summary>
internal static class CrashCases
{
    private const LockCapabilities Needed = LockCapabilities.ProcessCrash;

    public static IEnumerable<LockConformanceCase> All =>
    [
        new("Lock_of_a_living_process_stays_held", Needed, StaysHeldAsync),
        .. Kinds("Lock_of_a_crashed_process_is_the_next_holders", NextAsync),
        .. Kinds("Waiter_behind_a_process_that_crashes_gets_the_lock", WaiterAsync),
        new("Synchronous_waiter_behind_a_process_that_crashes_gets_the_lock", Needed, (context, cancellationToken) =>
            WaiterAsync(context, LockForm.Sync, context.ShortLease(context.Key()), cancellationToken)),
        new("Waiters_of_two_providers_behind_a_process_that_crashes_get_the_lock_in_turn", Needed | LockCapabilities.SeveralProviders, WaitersAsync),
        new("Several_locks_of_a_crashed_process_all_become_free", Needed, SeveralAsync),
        new("Shared_hold_beside_that_of_a_crashed_process_stays_held", Needed | LockCapabilities.Shared, BesideAsync),
    ];

    private static IEnumerable<LockConformanceCase> Kinds(string name, Func<ConformanceContext, LockForm, LockRequest, CancellationToken, Task> run) =>
    [
        new(name, Needed, (context, cancellationToken) =>
            run(context, LockForm.Async, context.ShortLease(context.Key()), cancellationToken)),
        new($"{name}_shared", Needed | LockCapabilities.Shared, (context, cancellationToken) =>
            run(context, LockForm.Async, context.ShortLease(context.Key()) with { Mode = LockMode.Shared }, cancellationToken)),
        new($"{name}_permit", Needed | LockCapabilities.Semaphore, (context, cancellationToken) =>
            run(context, LockForm.Async, context.ShortLease(context.Key()) with { MaxConcurrency = 2 }, cancellationToken)),
    ];

    private static async Task StaysHeldAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var other = await AnybodyAsync(context, LockForm.Async, cancellationToken).ConfigureAwait(false);
        var request = context.ShortLease(context.Key());
        await context.StartHoldingProcessAsync(request).ConfigureAwait(false);

        await Expect.ContendedAsync(other, request, "a process that lives holds it").ConfigureAwait(false);
        await Expect.ContendedAsync(
            other, request with { Timeout = 1.5 * request.Lease }, "a process that lives holds it, for longer than one lease").ConfigureAwait(false);
    }

    private static async Task NextAsync(ConformanceContext context, LockForm form, LockRequest request, CancellationToken cancellationToken)
    {
        var next = await AnybodyAsync(context, form, cancellationToken).ConfigureAwait(false);
        var process = await context.StartHoldingProcessAsync(Fill(request)).ConfigureAwait(false);
        var rival = RivalOf(request);
        await Expect.ContendedAsync(next, rival, "a process that lives holds it").ConfigureAwait(false);

        await process.KillAsync().ConfigureAwait(false);

        var handle = await next.AcquireAsync(rival with { Timeout = context.UntilFreed(request) }).ConfigureAwait(false);
        Expect.LaterToken(handle, process.FencingTokens.Max(), context);
        await next.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task WaiterAsync(ConformanceContext context, LockForm form, LockRequest request, CancellationToken cancellationToken)
    {
        var waiter = await AnybodyAsync(context, form, cancellationToken).ConfigureAwait(false);
        var process = await context.StartHoldingProcessAsync(Fill(request)).ConfigureAwait(false);
        var rival = RivalOf(request);
        var wait = waiter.TryAcquireAsync(rival with { Timeout = Timeout.InfiniteTimeSpan });
        await StillWaitsAsync(context, waiter, rival, wait).ConfigureAwait(false);

        await process.KillAsync().ConfigureAwait(false);

        var handle = await ServedAsync(context, wait, rival).ConfigureAwait(false);
        Expect.LaterToken(handle, process.FencingTokens.Max(), context);
        await waiter.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task WaitersAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var one = await AnybodyAsync(context, LockForm.Async, cancellationToken).ConfigureAwait(false);
        var other = await AnybodyAsync(context, LockForm.Async, cancellationToken).ConfigureAwait(false);
        var request = context.ShortLease(context.Key());
        var process = await context.StartHoldingProcessAsync(request).ConfigureAwait(false);
        var waits = new[] { one, other }.Select(waiter => waiter.TryAcquireAsync(request with { Timeout = Timeout.InfiniteTimeSpan })).ToList();
        await StillWaitsAsync(context, one, request, waits[0]).ConfigureAwait(false);
        await StillWaitsAsync(context, other, request, waits[1]).ConfigureAwait(false);

        await process.KillAsync().ConfigureAwait(false);

        await Expect.WithinAsync(Task.WhenAny(waits), context.UntilFreed(request), "one of two waits to end").ConfigureAwait(false);
        var firstServed = waits.First(static wait => wait.IsCompleted);
        var first = await ServedAsync(context, firstServed, request).ConfigureAwait(false);
        var second = waits.Single(wait => wait != firstServed);
        await StillWaitsAsync(context, one, request, second).ConfigureAwait(false);
        await first.DisposeAsync().ConfigureAwait(false);
        var last = await ServedAsync(context, second, request).ConfigureAwait(false);
        Expect.LaterToken(first, process.FencingTokens[0], context);
        Expect.LaterToken(last, first.FencingToken, context);
        await last.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task SeveralAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var next = await AnybodyAsync(context, LockForm.Async, cancellationToken).ConfigureAwait(false);
        var requests = Enumerable.Range(1, 5).Select(n => context.ShortLease(context.Key($"k{n}"))).ToList();
        if (context.Has(LockCapabilities.Shared))
        {
            requests.Add(context.ShortLease(context.Key("shared")) with { Mode = LockMode.Shared });
        }

        if (context.Has(LockCapabilities.Semaphore))
        {
            requests.AddRange(Fill(context.ShortLease(context.Key("permits")) with { MaxConcurrency = 2 }));
        }

        var process = await context.StartHoldingProcessAsync([.. requests]).ConfigureAwait(false);
        Expect.Equal(requests.Count, process.FencingTokens.Count, "the number of locks that the process holds");
        foreach (var request in requests)
        {
            await Expect.ContendedAsync(next, RivalOf(request), "a process that lives holds it").ConfigureAwait(false);
        }

        await process.KillAsync().ConfigureAwait(false);

        // All are held together in the end, so none was free only because another was given back.
        var handles = new List<IDistributedLockHandle>();
        for (var i = 0; i < requests.Count; i++)
        {
            handles.Add(await next.AcquireAsync(RivalOf(requests[i]) with { Timeout = context.UntilFreed(requests[i]) }).ConfigureAwait(false));
            Expect.LaterToken(handles[i], process.FencingTokens[i], context);
        }

        foreach (var handle in handles)
        {
            await next.ReleaseAsync(handle).ConfigureAwait(false);
        }
    }

    private static async Task BesideAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var reader = await AnybodyAsync(context, LockForm.Async, cancellationToken).ConfigureAwait(false);
        var request = context.ShortLease(context.Key()) with { Mode = LockMode.Shared };
        var writer = RivalOf(request);
        var process = await context.StartHoldingProcessAsync(request).ConfigureAwait(false);
        var beside = await reader.AcquireAsync(request).ConfigureAwait(false);

        await process.KillAsync().ConfigureAwait(false);

        await Expect.ContendedAsync(reader, writer with { Timeout = 1.5 * request.Lease }, "a reader that lives holds it").ConfigureAwait(false);
        Expect.NotLost(beside, "the hold beside that of a crashed process");
        await reader.ReleaseAsync(beside).ConfigureAwait(false);
        await Expect.FreeAsync(reader, writer, context, "no reader is left").ConfigureAwait(false);
    }

    /// <summary>All the permits there are.</summary>
    private static LockRequest[] Fill(LockRequest request) => [.. Enumerable.Repeat(request, request.MaxConcurrency)];

    /// <summary>What cannot be had beside the request.</summary>
    private static LockRequest RivalOf(LockRequest request) => request with { Mode = LockMode.Exclusive };

    private static async Task StillWaitsAsync(ConformanceContext context, Contender beside, LockRequest request, Task wait)
    {
        await Expect.ContendedAsync(beside, request with { Timeout = context.Moment }, "it is held, and waited for").ConfigureAwait(false);
        Expect.StillWaits(wait, "a request for a lock that is held");
    }

    private static async Task<IDistributedLockHandle> ServedAsync(ConformanceContext context, Task<IDistributedLockHandle?> wait, LockRequest request)
    {
        await Expect.WithinAsync(wait, context.UntilFreed(request), $"the wait for {Expect.Describe(request)} to end").ConfigureAwait(false);
        return Expect.Held(await wait.ConfigureAwait(false), request);
    }

    private static async Task<Contender> AnybodyAsync(ConformanceContext context, LockForm form, CancellationToken cancellationToken) =>
        new(await context.CreateProviderAsync().ConfigureAwait(false), form, cancellationToken);
}
