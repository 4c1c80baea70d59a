namespace DistributedLock.Testing;

/// <summary>Shared holders stand beside each other, and exclude exclusive ones.</summary>
internal static class SharedCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Shared_holders_stand_beside_each_other", LockCapabilities.Shared, BesideEachOtherAsync),
        .. Pairing.Cases("Shared_hold_excludes_an_exclusive_one", LockCapabilities.Shared, ExcludesExclusiveAsync),
        .. Pairing.Cases("Exclusive_hold_excludes_a_shared_one", LockCapabilities.Shared, IsExcludedAsync),
        .. Pairing.Cases("Exclusive_waiter_gets_the_lock_when_the_last_shared_holder_releases", LockCapabilities.Shared, LastReaderAsync),
        .. Pairing.Cases("Shared_waiters_all_get_the_lock_when_the_exclusive_holder_releases", LockCapabilities.Shared, AllReadersAsync),
    ];

    private static async Task BesideEachOtherAsync(ConformanceContext context, Contender first, Contender second)
    {
        var shared = context.Once(context.Key()) with { Mode = LockMode.Shared };
        var one = await first.AcquireAsync(shared).ConfigureAwait(false);
        var two = await second.AcquireAsync(shared).ConfigureAwait(false);
        var three = await first.AcquireAsync(shared).ConfigureAwait(false);
        await first.ReleaseAsync(one).ConfigureAwait(false);
        await second.ReleaseAsync(two).ConfigureAwait(false);
        await first.ReleaseAsync(three).ConfigureAwait(false);
    }

    private static async Task ExcludesExclusiveAsync(ConformanceContext context, Contender reader, Contender writer)
    {
        var exclusive = context.Once(context.Key());
        var shared = exclusive with { Mode = LockMode.Shared };
        var one = await reader.AcquireAsync(shared).ConfigureAwait(false);
        var two = await reader.AcquireAsync(shared).ConfigureAwait(false);
        await Expect.ContendedAsync(writer, exclusive, "two hold it shared").ConfigureAwait(false);
        await reader.ReleaseAsync(one).ConfigureAwait(false);
        await Expect.ContendedAsync(writer, exclusive, "one still holds it shared").ConfigureAwait(false);
        await reader.ReleaseAsync(two).ConfigureAwait(false);
        await Expect.FreeAsync(writer, exclusive, context, "nobody holds it").ConfigureAwait(false);
    }

    private static async Task IsExcludedAsync(ConformanceContext context, Contender writer, Contender reader)
    {
        var exclusive = context.Once(context.Key());
        var shared = exclusive with { Mode = LockMode.Shared };
        var handle = await writer.AcquireAsync(exclusive).ConfigureAwait(false);
        await Expect.ContendedAsync(reader, shared, "it is held exclusively").ConfigureAwait(false);
        await writer.ReleaseAsync(handle).ConfigureAwait(false);
        await Expect.FreeAsync(reader, shared, context, "nobody holds it").ConfigureAwait(false);
    }

    private static async Task LastReaderAsync(ConformanceContext context, Contender reader, Contender writer)
    {
        var exclusive = context.Forever(context.Key());
        var shared = context.Once(exclusive.Key) with { Mode = LockMode.Shared };
        var one = await reader.AcquireAsync(shared).ConfigureAwait(false);
        var two = await reader.AcquireAsync(shared).ConfigureAwait(false);
        var wait = writer.TryAcquireAsync(exclusive);
        await reader.ReleaseAsync(one).ConfigureAwait(false);
        await Expect.ContendedAsync(writer, context.Once(exclusive.Key), "one still holds it shared").ConfigureAwait(false);
        Expect.StillWaits(wait, "the exclusive request");
        await reader.ReleaseAsync(two).ConfigureAwait(false);
        await writer.ReleaseAsync(await Expect.HeldAsync(wait, exclusive, context).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task AllReadersAsync(ConformanceContext context, Contender writer, Contender reader)
    {
        var exclusive = context.Once(context.Key());
        var shared = context.Forever(exclusive.Key) with { Mode = LockMode.Shared };
        var handle = await writer.AcquireAsync(exclusive).ConfigureAwait(false);
        var waits = Enumerable.Range(0, 4).Select(_ => reader.TryAcquireAsync(shared)).ToArray();
        await writer.ReleaseAsync(handle).ConfigureAwait(false);

        // None of them is released before all of them hold it.
        var readers = new List<IDistributedLockHandle>();
        foreach (var wait in waits)
        {
            readers.Add(await Expect.HeldAsync(wait, shared, context).ConfigureAwait(false));
        }

        foreach (var held in readers)
        {
            await reader.ReleaseAsync(held).ConfigureAwait(false);
        }

        await Expect.FreeAsync(writer, exclusive, context, "every reader released it").ConfigureAwait(false);
    }
}
