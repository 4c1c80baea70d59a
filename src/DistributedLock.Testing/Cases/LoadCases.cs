namespace DistributedLock.Testing;

/// <summary>Many at once.</summary>
internal static class LoadCases
{
    private const int Tasks = 100;

    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Hundred_tasks_on_one_key_never_overlap", LockCapabilities.None, OneKeyAsync),
        .. Pairing.Cases("Readers_and_writers_on_one_key_never_overlap", LockCapabilities.Shared, ReadersAndWritersAsync),
        new("Many_keys_are_held_at_once", LockCapabilities.None, ManyKeysAsync),
    ];

    private static async Task OneKeyAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Forever(context.Key());
        var holders = new Occupancy();
        var count = 0; // guarded by the lock alone
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(n => Task.Run(async () =>
        {
            var contender = n % 2 == 0 ? first : second;
            var handle = await contender.AcquireAsync(request).ConfigureAwait(false);
            var seen = count;
            await holders.VisitAsync().ConfigureAwait(false);
            count = seen + 1;
            await contender.ReleaseAsync(handle).ConfigureAwait(false);
        }))).ConfigureAwait(false);
        Expect.Equal(1, holders.Most, "the most holders at once");
        Expect.Equal(Tasks, count, "the counter that only the holder changes");
    }

    private static async Task ReadersAndWritersAsync(ConformanceContext context, Contender first, Contender second)
    {
        var exclusive = context.Forever(context.Key());
        var shared = exclusive with { Mode = LockMode.Shared };
        var writers = new Occupancy();
        var version = 0; // changed by writers alone, twice each: odd while one is in
        await Task.WhenAll(Enumerable.Range(0, Tasks / 2).Select(n => Task.Run(async () =>
        {
            var contender = n % 2 == 0 ? first : second;
            var isWriter = n % 5 == 0;
            var handle = await contender.AcquireAsync(isWriter ? exclusive : shared).ConfigureAwait(false);
            try
            {
                var before = isWriter ? Interlocked.Increment(ref version) - 1 : Volatile.Read(ref version);
                await (isWriter ? writers : new Occupancy()).VisitAsync().ConfigureAwait(false);
                var after = isWriter ? Interlocked.Increment(ref version) - 2 : Volatile.Read(ref version);
                Expect.That(before % 2 == 0 && before == after, "no writer beside another holder", $"one (version {before}, then {after})");
            }
            finally
            {
                await contender.ReleaseAsync(handle).ConfigureAwait(false);
            }
        }))).ConfigureAwait(false);
        Expect.Equal(1, writers.Most, "the most writers at once");
    }

    private static async Task ManyKeysAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var requests = Enumerable.Range(0, context.ManyKeys).Select(n => context.Once(context.Key($"many-{n}"))).ToArray();
        var handles = await Task.WhenAll(requests.Select(contender.AcquireAsync)).ConfigureAwait(false);
        await Expect.ContendedAsync(contender, requests[0], "it is held").ConfigureAwait(false);
        await Expect.ContendedAsync(contender, requests[^1], "it is held").ConfigureAwait(false);
        await Task.WhenAll(handles.Select(contender.ReleaseAsync)).ConfigureAwait(false);
        await Expect.FreeAsync(contender, requests[^1], context, "it was released").ConfigureAwait(false);
    }
}
