namespace DistributedLock.Testing;

/// <summary>What a handle tells about its lock, and how it extends it.</summary>
internal static class HandleCases
{
    private static readonly TimeSpan ClockDrift = TimeSpan.FromSeconds(2);

    public static IEnumerable<LockConformanceCase> All =>
    [
        new("Handle_tells_its_key_mode_and_time_of_acquisition", LockCapabilities.None, TellsAsync),
        new("Handle_tells_that_it_is_shared", LockCapabilities.Shared, TellsSharedAsync),
        new("Handle_without_a_lease_has_no_expiry_and_with_one_has_it", LockCapabilities.None, ExpiryAsync),
        new("Extending_a_held_lock_is_acknowledged", LockCapabilities.None, ExtendHeldAsync),
        new("Extending_a_released_lock_is_denied", LockCapabilities.None, ExtendReleasedAsync),
        new("Extending_by_nothing_throws", LockCapabilities.None, ExtendByNothingAsync),
        new("Extending_moves_the_expiry", LockCapabilities.Leases, ExtendMovesExpiryAsync),
        new("Keys_of_providers_with_different_prefixes_are_different_locks", LockCapabilities.KeyPrefix, PrefixesAsync),
    ];

    private static async Task TellsAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = await AnybodyAsync(context, cancellationToken).ConfigureAwait(false);
        var key = context.Key();
        var before = DateTimeOffset.UtcNow;
        var handle = await contender.AcquireAsync(context.Once(key)).ConfigureAwait(false);
        Expect.Equal(key, handle.Key, "the handle's key");
        Expect.Equal(LockMode.Exclusive, handle.Mode, "the handle's mode");
        Expect.That(
            handle.AcquiredAt >= before - ClockDrift && handle.AcquiredAt <= DateTimeOffset.UtcNow + ClockDrift,
            $"AcquiredAt about {before:O}",
            $"{handle.AcquiredAt:O}");
        Expect.NotLost(handle, "a held lock");
        Expect.That(
            context.Has(LockCapabilities.Fencing) == handle.FencingToken.HasValue,
            context.Has(LockCapabilities.Fencing) ? "a fencing token" : "no fencing token, because the backend promises none",
            handle.FencingToken?.ToString() ?? "none");
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task TellsSharedAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = await AnybodyAsync(context, cancellationToken).ConfigureAwait(false);
        var handle = await contender.AcquireAsync(context.Once(context.Key()) with { Mode = LockMode.Shared }).ConfigureAwait(false);
        Expect.Equal(LockMode.Shared, handle.Mode, "the handle's mode");
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task ExpiryAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = await AnybodyAsync(context, cancellationToken).ConfigureAwait(false);
        var handle = await contender.AcquireAsync(context.Once(context.Key())).ConfigureAwait(false);
        if (context.Has(LockCapabilities.Leases))
        {
            Expect.That(handle.ExpiresAt > handle.AcquiredAt, $"an expiry after {handle.AcquiredAt:O}", handle.ExpiresAt?.ToString("O") ?? "none");
        }
        else
        {
            Expect.Equal(null, handle.ExpiresAt, "the expiry of a lock without a lease");
        }

        await contender.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task ExtendHeldAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = await AnybodyAsync(context, cancellationToken).ConfigureAwait(false);
        var request = context.Once(context.Key());
        var handle = await contender.AcquireAsync(request).ConfigureAwait(false);
        Expect.Equal(true, await handle.ExtendAsync(TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false), "the answer for a held lock");
        await Expect.ContendedAsync(contender, request, "it is held and extended").ConfigureAwait(false);
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
        await Expect.FreeAsync(contender, request, context, "a release ends an extended lease too").ConfigureAwait(false);
    }

    private static async Task ExtendReleasedAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = await AnybodyAsync(context, cancellationToken).ConfigureAwait(false);
        var request = context.Once(context.Key());
        var handle = await contender.AcquireAsync(request).ConfigureAwait(false);
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
        Expect.Equal(false, await handle.ExtendAsync(TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false), "the answer for a released lock");
        await Expect.FreeAsync(contender, request, context, "extending a released lock does not take it again").ConfigureAwait(false);
    }

    private static async Task ExtendByNothingAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = await AnybodyAsync(context, cancellationToken).ConfigureAwait(false);
        var handle = await contender.AcquireAsync(context.Once(context.Key())).ConfigureAwait(false);
        foreach (var lease in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(-1) })
        {
            await Expect.ThrowsAsync<ArgumentOutOfRangeException>(
                async () => await handle.ExtendAsync(lease, cancellationToken).ConfigureAwait(false), context, $"ExtendAsync({lease})").ConfigureAwait(false);
        }

        await contender.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task ExtendMovesExpiryAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = await AnybodyAsync(context, cancellationToken).ConfigureAwait(false);
        var request = context.Once(context.Key()) with { Lease = TimeSpan.FromMinutes(1) };
        var handle = await contender.AcquireAsync(request).ConfigureAwait(false);
        var before = handle.ExpiresAt;
        await handle.ExtendAsync(TimeSpan.FromMinutes(10), cancellationToken).ConfigureAwait(false);
        Expect.That(handle.ExpiresAt > before + TimeSpan.FromMinutes(5), $"an expiry more than 5 minutes after {before:O}", $"{handle.ExpiresAt:O}");
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task PrefixesAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var key = context.Key();
        var one = await context.CreateProviderAsync(new LockProviderSetup { KeyPrefix = "one:" }).ConfigureAwait(false);
        var two = await context.CreateProviderAsync(new LockProviderSetup { KeyPrefix = "two:" }).ConfigureAwait(false);
        var first = new Contender(one, LockForm.Async, cancellationToken);
        var second = new Contender(two, LockForm.Async, cancellationToken);
        var handle = await first.AcquireAsync(context.Once(key)).ConfigureAwait(false);
        Expect.Equal(key, handle.Key, "the key of a handle, which is without the prefix,");
        await Expect.ContendedAsync(first, context.Once(key), "it is held under this prefix").ConfigureAwait(false);
        await second.ReleaseAsync(await second.AcquireAsync(context.Once(key)).ConfigureAwait(false)).ConfigureAwait(false);
        await first.ReleaseAsync(handle).ConfigureAwait(false);
    }

    private static async Task<Contender> AnybodyAsync(ConformanceContext context, CancellationToken cancellationToken) =>
        new(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
}
