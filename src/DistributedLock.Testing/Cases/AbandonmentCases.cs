using System.Runtime.CompilerServices;

namespace DistributedLock.Testing;

/// <summary>A lock whose handle nobody has any more does not stay held for ever.</summary>
internal static class AbandonmentCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        new("Lock_of_a_collected_handle_becomes_free", LockCapabilities.Abandonment, CollectedAsync),
        new("Lock_of_a_handle_that_is_in_use_stays_held", LockCapabilities.Abandonment, InUseAsync),
        new("Lock_whose_lost_token_is_in_use_stays_held", LockCapabilities.Abandonment, TokenInUseAsync),
    ];

    private static async Task CollectedAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);

        // A lease store frees the lock only when the lease, which nobody renews now, has passed.
        var request = context.Once(context.Key()) with { Lease = TimeSpan.FromSeconds(1) };
        await Task.Run(() => AbandonAsync(contender, request), cancellationToken).ConfigureAwait(false);
        await Expect.EventuallyAsync(
            async () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                var handle = await contender.TryAcquireAsync(request).ConfigureAwait(false);
                if (handle is not null)
                {
                    await contender.ReleaseAsync(handle).ConfigureAwait(false);
                }

                return handle is not null;
            },
            context,
            "the lock of a collected handle to be free").ConfigureAwait(false);
    }

    private static async Task InUseAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var request = context.Once(context.Key()) with { Lease = TimeSpan.FromSeconds(1) };
        var handle = await contender.AcquireAsync(request).ConfigureAwait(false);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Expect.ContendedAsync(contender, request, "its handle is in use").ConfigureAwait(false);
        }

        await contender.ReleaseAsync(handle).ConfigureAwait(false);
    }

    // Who works under the token counts on the lock, whatever became of the handle.
    private static async Task TokenInUseAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var request = context.Once(context.Key()) with { Lease = TimeSpan.FromSeconds(1) };
        var lost = await Task.Run(() => AbandonButTokenAsync(contender, request), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Expect.ContendedAsync(contender, request with { Timeout = context.Moment }, "its lost token is in use").ConfigureAwait(false);
        }

        Expect.That(!lost.IsCancellationRequested, "a token that has not fired", "one that has");
        GC.KeepAlive(lost.WaitHandle);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<CancellationToken> AbandonButTokenAsync(Contender contender, LockRequest request) =>
        (await contender.AcquireAsync(request).ConfigureAwait(false)).LostToken;

    // A method of its own, so that no local variable of the case keeps the handle alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task AbandonAsync(Contender contender, LockRequest request)
    {
        await contender.AcquireAsync(request).ConfigureAwait(false);
        await Task.Yield();
    }
}
