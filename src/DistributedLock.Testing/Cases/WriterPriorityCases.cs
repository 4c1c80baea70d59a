namespace DistributedLock.Testing;

/// <summary>A waiting writer goes before readers that come after it, so that readers cannot starve it; and it never blocks them for nothing.</summary>
internal static class WriterPriorityCases
{
    private const LockCapabilities Needed = LockCapabilities.Shared | LockCapabilities.WriterPriority;

    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Waiting_writer_goes_before_new_readers", Needed, GoesFirstAsync),
        .. Pairing.Cases("Writer_that_gave_up_lets_the_readers_behind_it_in", Needed, GivesUpAsync),
        .. Pairing.Cases("Writer_that_was_canceled_lets_the_readers_behind_it_in", Needed, CanceledAsync),
    ];

    private static async Task GoesFirstAsync(ConformanceContext context, Contender reader, Contender writer)
    {
        var exclusive = context.Forever(context.Key());
        var shared = exclusive with { Mode = LockMode.Shared };
        var held = await reader.AcquireAsync(shared).ConfigureAwait(false);
        var write = writer.TryAcquireAsync(exclusive);
        await ReadersYieldAsync(context, reader, exclusive.Key).ConfigureAwait(false);
        var read = reader.TryAcquireAsync(shared);

        await reader.ReleaseAsync(held).ConfigureAwait(false);
        var written = await Expect.HeldAsync(write, exclusive, context).ConfigureAwait(false);
        Expect.StillWaits(read, "the reader that came after the writer");
        await writer.ReleaseAsync(written).ConfigureAwait(false);
        await reader.ReleaseAsync(await Expect.HeldAsync(read, shared, context).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task GivesUpAsync(ConformanceContext context, Contender reader, Contender writer)
    {
        var key = context.Key();
        var shared = context.Forever(key) with { Mode = LockMode.Shared };
        var held = await reader.AcquireAsync(shared).ConfigureAwait(false);
        var write = writer.TryAcquireAsync(context.Once(key) with { Timeout = context.Moment });
        var read = reader.TryAcquireAsync(shared);
        Expect.That(await Expect.WithinAsync(write, context, "the writer's wait to end").ConfigureAwait(false) is null, "no handle", "a handle");

        var second = await Expect.HeldAsync(read, shared, context).ConfigureAwait(false);
        await reader.ReleaseAsync(second).ConfigureAwait(false);
        await reader.ReleaseAsync(held).ConfigureAwait(false);
    }

    private static async Task CanceledAsync(ConformanceContext context, Contender reader, Contender writer)
    {
        var key = context.Key();
        var shared = context.Forever(key) with { Mode = LockMode.Shared };
        var held = await reader.AcquireAsync(shared).ConfigureAwait(false);
        using var source = new CancellationTokenSource();
        var write = writer.TryAcquireAsync(context.Forever(key), source.Token);
        await ReadersYieldAsync(context, reader, key).ConfigureAwait(false);
        var read = reader.TryAcquireAsync(shared);
        await source.CancelAsync().ConfigureAwait(false);
        await Expect.ThrowsAsync<OperationCanceledException>(() => write, context, "the cancelled writer").ConfigureAwait(false);

        var second = await Expect.HeldAsync(read, shared, context).ConfigureAwait(false);
        await reader.ReleaseAsync(second).ConfigureAwait(false);
        await reader.ReleaseAsync(held).ConfigureAwait(false);
    }

    // A writer of another process announces itself through the store, which takes a moment that nobody is told of.
    private static Task ReadersYieldAsync(ConformanceContext context, Contender reader, LockKey key) => Expect.EventuallyAsync(
        async () =>
        {
            var handle = await reader.TryAcquireAsync(context.Once(key) with { Mode = LockMode.Shared }).ConfigureAwait(false);
            if (handle is not null)
            {
                await reader.ReleaseAsync(handle).ConfigureAwait(false);
            }

            return handle is null;
        },
        context,
        "a new reader to yield to the waiting writer");
}
