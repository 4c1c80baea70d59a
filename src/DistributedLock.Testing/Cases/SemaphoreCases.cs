namespace DistributedLock.Testing;

/// <summary>A semaphore has so many permits, and a key space of its own.</summary>
internal static class SemaphoreCases
{
    private const int Permits = 3;

    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Semaphore_gives_as_many_permits_as_it_has", LockCapabilities.Semaphore, GivesAllAsync),
        .. Pairing.Cases("Semaphore_waiter_gets_the_first_permit_that_is_released", LockCapabilities.Semaphore, WaiterIsServedAsync),
        .. Pairing.Cases("Semaphore_and_lock_of_one_key_do_not_exclude_each_other", LockCapabilities.Semaphore, OwnKeySpaceAsync),
        .. Pairing.Cases("Semaphore_under_load_is_never_overdrawn", LockCapabilities.Semaphore, LoadAsync),
    ];

    private static async Task GivesAllAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Once(context.Key()) with { MaxConcurrency = Permits };
        var held = await AllPermitsAsync(first, second, request).ConfigureAwait(false);
        await Expect.ContendedAsync(first, request, $"all {Permits} permits are held").ConfigureAwait(false);
        await Expect.ContendedAsync(second, request, $"all {Permits} permits are held").ConfigureAwait(false);

        await first.ReleaseAsync(held[1]).ConfigureAwait(false);
        held[1] = await second.AcquireAsync(request with { Timeout = context.Patience }).ConfigureAwait(false);
        await Expect.ContendedAsync(first, request, "the released permit was taken again").ConfigureAwait(false);
        await ReleaseAsync(first, held).ConfigureAwait(false);
    }

    private static async Task WaiterIsServedAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Forever(context.Key()) with { MaxConcurrency = Permits };
        var held = await AllPermitsAsync(first, second, request).ConfigureAwait(false);
        var wait = second.TryAcquireAsync(request);
        await Expect.ContendedAsync(first, request with { Timeout = TimeSpan.Zero }, "all permits are held").ConfigureAwait(false);
        Expect.StillWaits(wait, "the request beyond the permits");
        await first.ReleaseAsync(held[0]).ConfigureAwait(false);
        held[0] = await Expect.HeldAsync(wait, request, context).ConfigureAwait(false);
        await ReleaseAsync(first, held).ConfigureAwait(false);
    }

    private static async Task OwnKeySpaceAsync(ConformanceContext context, Contender first, Contender second)
    {
        var exclusive = context.Once(context.Key());
        var permit = exclusive with { MaxConcurrency = Permits };
        var handle = await first.AcquireAsync(exclusive).ConfigureAwait(false);
        var held = await AllPermitsAsync(first, second, permit).ConfigureAwait(false);
        await first.ReleaseAsync(handle).ConfigureAwait(false);
        await Expect.FreeAsync(second, exclusive, context, "only permits of the same key are held").ConfigureAwait(false);
        await ReleaseAsync(first, held).ConfigureAwait(false);
    }

    private static async Task LoadAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Forever(context.Key()) with { MaxConcurrency = Permits };
        var holders = new Occupancy();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(n => Task.Run(async () =>
        {
            var contender = n % 2 == 0 ? first : second;
            for (var i = 0; i < 3; i++)
            {
                var handle = await contender.AcquireAsync(request).ConfigureAwait(false);
                await holders.VisitAsync().ConfigureAwait(false);
                await contender.ReleaseAsync(handle).ConfigureAwait(false);
            }
        }))).ConfigureAwait(false);
        Expect.That(holders.Most <= Permits, $"at most {Permits} holders at once", $"{holders.Most}");
    }

    private static async Task<IDistributedLockHandle[]> AllPermitsAsync(Contender first, Contender second, LockRequest request)
    {
        var held = new IDistributedLockHandle[Permits];
        for (var i = 0; i < Permits; i++)
        {
            held[i] = await (i % 2 == 0 ? first : second).AcquireAsync(request with { Timeout = TimeSpan.Zero }).ConfigureAwait(false);
        }

        return held;
    }

    private static async Task ReleaseAsync(Contender contender, IDistributedLockHandle[] held)
    {
        foreach (var handle in held)
        {
            await contender.ReleaseAsync(handle).ConfigureAwait(false);
        }
    }
}
