namespace DistributedLock.Testing;

/// <summary>Requests that no backend may accept.</summary>
internal static class RequestCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        new("Null_request_throws", LockCapabilities.None, NullRequestThrowsAsync),
        new("Shared_permit_throws", LockCapabilities.None, SharedPermitThrowsAsync),
    ];

    private static async Task NullRequestThrowsAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var provider = await context.CreateProviderAsync().ConfigureAwait(false);
        await Expect.ThrowsAsync<ArgumentNullException>(
            async () => await provider.TryAcquireAsync(null!, cancellationToken).ConfigureAwait(false), context, "TryAcquireAsync(null)").ConfigureAwait(false);
        await Expect.ThrowsAsync<ArgumentNullException>(
            () => Task.Run(() => provider.TryAcquire(null!, cancellationToken), cancellationToken), context, "TryAcquire(null)").ConfigureAwait(false);
    }

    private static async Task SharedPermitThrowsAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var provider = await context.CreateProviderAsync().ConfigureAwait(false);
        var request = context.Once(context.Key()) with { Mode = LockMode.Shared, MaxConcurrency = 2 };
        await Expect.ThrowsAsync<ArgumentException>(
            async () => await provider.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), context, "TryAcquireAsync of a shared permit")
            .ConfigureAwait(false);
        await Expect.ThrowsAsync<ArgumentException>(
            () => Task.Run(() => provider.TryAcquire(request, cancellationToken), cancellationToken), context, "TryAcquire of a shared permit")
            .ConfigureAwait(false);
    }
}
