namespace DistributedLock.Testing;

/// <summary>The fencing token of a key grows with every acquisition, whoever acquires it and in whatever mode.</summary>
internal static class FencingCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        .. Pairing.Cases("Fencing_token_grows_with_every_acquisition", LockCapabilities.Fencing, GrowsAsync),
        .. Pairing.Cases("Fencing_token_grows_over_both_modes", LockCapabilities.Fencing | LockCapabilities.Shared, GrowsOverModesAsync),
        .. Pairing.Cases("Fencing_token_of_a_permit_grows_too", LockCapabilities.Fencing | LockCapabilities.Semaphore, GrowsForPermitsAsync),
        .. Pairing.Cases("Fencing_tokens_of_contenders_follow_the_order_of_their_holds", LockCapabilities.Fencing, FollowsHoldsAsync),
    ];

    private static Task GrowsAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Once(context.Key());
        return GrowsAsync(first, second, [request, request, request, request, request, request]);
    }

    private static Task GrowsOverModesAsync(ConformanceContext context, Contender first, Contender second)
    {
        var exclusive = context.Once(context.Key());
        var shared = exclusive with { Mode = LockMode.Shared };
        return GrowsAsync(first, second, [exclusive, shared, shared, exclusive, shared, exclusive, exclusive]);
    }

    private static Task GrowsForPermitsAsync(ConformanceContext context, Contender first, Contender second)
    {
        var permit = context.Once(context.Key()) with { MaxConcurrency = 2 };
        return GrowsAsync(first, second, [permit, permit, permit, permit]);
    }

    private static async Task GrowsAsync(Contender first, Contender second, LockRequest[] requests)
    {
        var last = long.MinValue;
        for (var i = 0; i < requests.Length; i++)
        {
            var contender = i % 2 == 0 ? first : second;
            var handle = await contender.AcquireAsync(requests[i]).ConfigureAwait(false);
            last = Grown(handle, last);
            await contender.ReleaseAsync(handle).ConfigureAwait(false);
        }
    }

    private static async Task FollowsHoldsAsync(ConformanceContext context, Contender first, Contender second)
    {
        var request = context.Forever(context.Key());
        var last = long.MinValue;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(async () =>
        {
            var contender = n % 2 == 0 ? first : second;
            var handle = await contender.AcquireAsync(request).ConfigureAwait(false);
            try
            {
                last = Grown(handle, last); // only the holder is here
            }
            finally
            {
                await contender.ReleaseAsync(handle).ConfigureAwait(false);
            }
        }))).ConfigureAwait(false);
    }

    private static long Grown(IDistributedLockHandle handle, long last)
    {
        var token = handle.FencingToken ?? throw Expect.Failure("a fencing token", "none");
        Expect.That(token > last, $"a fencing token above {last}", $"{token}");
        return token;
    }
}
