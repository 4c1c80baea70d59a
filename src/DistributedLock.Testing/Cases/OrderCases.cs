namespace DistributedLock.Testing;

/// <summary>Inside one provider, waiters are first come, first served.</summary>
internal static class OrderCases
{
    private const int Waiters = 8;

    public static IEnumerable<LockConformanceCase> All =>
    [
        new("Waiters_of_one_provider_are_served_in_the_order_they_came", LockCapabilities.LocalOrder, InOrderAsync),
        new("Waiters_keep_their_order_when_one_among_them_is_canceled", LockCapabilities.LocalOrder, WithoutCanceledAsync),
        new("New_request_does_not_overtake_a_waiter", LockCapabilities.LocalOrder, NoOvertakingAsync),
    ];

    private static Task InOrderAsync(ConformanceContext context, CancellationToken cancellationToken) =>
        ServedInOrderAsync(context, canceled: -1, cancellationToken);

    private static Task WithoutCanceledAsync(ConformanceContext context, CancellationToken cancellationToken) =>
        ServedInOrderAsync(context, canceled: 3, cancellationToken);

    private static async Task ServedInOrderAsync(ConformanceContext context, int canceled, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var request = context.Forever(context.Key());
        var holder = await contender.AcquireAsync(request).ConfigureAwait(false);
        using var source = new CancellationTokenSource();
        var waits = new List<Task<IDistributedLockHandle?>>();
        for (var i = 0; i < Waiters; i++)
        {
            waits.Add(contender.TryAcquireAsync(request, i == canceled ? source.Token : cancellationToken));
        }

        await source.CancelAsync().ConfigureAwait(false);
        if (canceled >= 0)
        {
            await Expect.ThrowsAsync<OperationCanceledException>(() => waits[canceled], context, "the cancelled waiter").ConfigureAwait(false);
            waits.RemoveAt(canceled);
        }

        for (var i = 0; i < waits.Count; i++)
        {
            await contender.ReleaseAsync(holder).ConfigureAwait(false);
            var first = await Expect.WithinAsync(Task.WhenAny(waits.Skip(i)), context, "a waiter to be served").ConfigureAwait(false);
            Expect.Equal(i, waits.IndexOf(first), "the waiter that is served");
            holder = await Expect.HeldAsync(waits[i], request, context).ConfigureAwait(false);
        }

        await contender.ReleaseAsync(holder).ConfigureAwait(false);
    }

    private static async Task NoOvertakingAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var request = context.Forever(context.Key());
        var holder = await contender.AcquireAsync(request).ConfigureAwait(false);
        var wait = contender.TryAcquireAsync(request);
        await contender.ReleaseAsync(holder).ConfigureAwait(false);
        await Expect.ContendedAsync(contender, request with { Timeout = TimeSpan.Zero }, "somebody waited for it").ConfigureAwait(false);
        await contender.ReleaseAsync(await Expect.HeldAsync(wait, request, context).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
