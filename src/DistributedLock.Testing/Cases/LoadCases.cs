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
        var inside = 0;
        var count = 0; // guarded by the lock alone
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(n => Task.Run(async () =>
        {
            var contender = n % 2 == 0 ? first : second;
            var handle = await contender.AcquireAsync(request).ConfigureAwait(false);
            var others = Interlocked.Increment(ref inside) - 1;
            var seen = count;
            await Task.Yield();
            count = seen + 1;
            Interlocked.Decrement(ref inside);
            await contender.ReleaseAsync(handle).ConfigureAwait(false);
            Expect.Equal(0, others, "the number of other holders");
        }))).ConfigureAwait(false);
        Expect.Equal(Tasks, count, "the counter that only the holder changes");
    }

    private static async Task ReadersAndWritersAsync(ConformanceContext context, Contender first, Contender second)
    {
        var exclusive = context.Forever(context.Key());
        var shared = exclusive with { Mode = LockMode.Shared };
        var readers = 0;
        var writers = 0;
        await Task.WhenAll(Enumerable.Range(0, Tasks / 2).Select(n => Task.Run(async () =>
        {
            var contender = n % 2 == 0 ? first : second;
            var isWriter = n % 5 == 0;
            var handle = await contender.AcquireAsync(isWriter ? exclusive : shared).ConfigureAwait(false);
            var beside = isWriter
                ? Interlocked.Increment(ref writers) - 1 + Volatile.Read(ref readers)
                : Reads(ref readers, ref writers);
            await Task.Yield();
            _ = isWriter ? Interlocked.Decrement(ref writers) : Interlocked.Decrement(ref readers);
            await contender.ReleaseAsync(handle).ConfigureAwait(false);
            Expect.Equal(0, beside, isWriter ? "the number of holders beside a writer" : "the number of writers beside a reader");
        }))).ConfigureAwait(false);
    }

    private static int Reads(ref int readers, ref int writers)
    {
        Interlocked.Increment(ref readers);
        return Volatile.Read(ref writers);
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
