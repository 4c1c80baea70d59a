namespace DistributedLock.Testing;

/// <summary>What a backend tells about who holds what.</summary>
internal static class InspectionCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        new("Inspector_shows_a_held_lock_and_its_holder", LockCapabilities.Inspection, ShowsHolderAsync),
        new("Inspector_lists_by_prefix_without_patterns", LockCapabilities.Inspection, ListsByPrefixAsync),
        new("Inspector_shows_every_shared_holder", LockCapabilities.Inspection | LockCapabilities.Shared, ShowsSharedHoldersAsync),
        new("Inspector_shows_every_permit", LockCapabilities.Inspection | LockCapabilities.Semaphore, ShowsPermitsAsync),
        new("Inspector_leaves_out_the_prefix_of_the_provider", LockCapabilities.Inspection | LockCapabilities.KeyPrefix, LeavesOutPrefixAsync),
    ];

    private static async Task ShowsHolderAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var provider = await context.CreateProviderAsync().ConfigureAwait(false);
        var inspector = InspectorOf(provider);
        var key = context.Key();
        var request = context.Once(key) with { Metadata = new Dictionary<string, string> { ["order & co"] = "4=2 ü" } };
        Expect.Equal(0, (await inspector.GetAsync(key, cancellationToken).ConfigureAwait(false)).Count, "the number of holders of a free lock");

        var handle = Expect.Held(await provider.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);
        var infos = await inspector.GetAsync(key, cancellationToken).ConfigureAwait(false);
        Expect.Equal(1, infos.Count, "the number of holders");
        var info = infos[0];
        Expect.Equal(key.Value, info.Key, "the key");
        Expect.Equal(LockMode.Exclusive, info.Mode, "the mode");
        Expect.Equal(false, info.IsSemaphore, "whether it is a permit");
        Expect.Equal(handle.FencingToken, info.FencingToken, "the fencing token");
        Expect.Equal(Environment.ProcessId, info.ProcessId, "the process id");
        Expect.Equal(Environment.MachineName, info.Host, "the host");
        Expect.That(info.Metadata.TryGetValue("order & co", out var value) && value == "4=2 ü", "the request's own pair", $"{info.Metadata.Count} pairs");
        Expect.That(
            handle.ExpiresAt is null || (info.Remaining > TimeSpan.Zero && info.Remaining <= request.Lease),
            $"a rest of the lease of at most {request.Lease}",
            info.Remaining?.ToString() ?? "none");

        await handle.DisposeAsync().ConfigureAwait(false);
        Expect.Equal(0, (await inspector.GetAsync(key, cancellationToken).ConfigureAwait(false)).Count, "the number of holders after the release");
    }

    private static async Task ListsByPrefixAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var provider = await context.CreateProviderAsync().ConfigureAwait(false);
        var run = context.Key("run").Value;

        // What would be a pattern in one store or another must be nothing but text.
        string[] matching = [$"{run}%_[a]*?-1", $"{run}%_[a]*?-2"];
        string[] others = [$"{run}xy[a]zz-3", $"{run}-4"];
        var handles = new List<IDistributedLockHandle>();
        foreach (var key in matching.Concat(others))
        {
            var request = context.Once(new LockKey(key));
            handles.Add(Expect.Held(await provider.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request));
        }

        var listed = await ListAsync(provider, $"{run}%_[a]*?", cancellationToken).ConfigureAwait(false);
        Expect.Equal(string.Join(", ", matching), string.Join(", ", listed.Select(static info => info.Key).Order(StringComparer.Ordinal)), "the listed keys");
        foreach (var handle in handles)
        {
            await handle.DisposeAsync().ConfigureAwait(false);
        }

        Expect.Equal(0, (await ListAsync(provider, run, cancellationToken).ConfigureAwait(false)).Count, "the number of listed locks after the releases");
    }

    private static Task ShowsSharedHoldersAsync(ConformanceContext context, CancellationToken cancellationToken) =>
        ShowsTwoAsync(context, context.Once(context.Key()) with { Mode = LockMode.Shared }, cancellationToken);

    private static Task ShowsPermitsAsync(ConformanceContext context, CancellationToken cancellationToken) =>
        ShowsTwoAsync(context, context.Once(context.Key()) with { MaxConcurrency = 3 }, cancellationToken);

    private static async Task ShowsTwoAsync(ConformanceContext context, LockRequest request, CancellationToken cancellationToken)
    {
        var provider = await context.CreateProviderAsync().ConfigureAwait(false);
        var first = Expect.Held(await provider.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);
        var second = Expect.Held(await provider.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);

        var infos = await InspectorOf(provider).GetAsync(request.Key, cancellationToken).ConfigureAwait(false);
        Expect.Equal(2, infos.Count, "the number of holders");
        foreach (var info in infos)
        {
            Expect.Equal(request.Mode, info.Mode, "the mode");
            Expect.Equal(request.MaxConcurrency > 1, info.IsSemaphore, "whether it is a permit");
        }

        await first.DisposeAsync().ConfigureAwait(false);
        await second.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task LeavesOutPrefixAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var setup = new LockProviderSetup { KeyPrefix = context.Key("prefix").Value + ":" };
        var provider = await context.CreateProviderAsync(setup).ConfigureAwait(false);
        var request = context.Once(context.Key());
        var handle = Expect.Held(await provider.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);

        var listed = await ListAsync(provider, "", cancellationToken).ConfigureAwait(false);
        Expect.Equal(request.Key.Value, string.Join(", ", listed.Select(static info => info.Key)), "the keys under the provider's prefix");
        await handle.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<List<LockInfo>> ListAsync(IDistributedLockProvider provider, string keyPrefix, CancellationToken cancellationToken)
    {
        var infos = new List<LockInfo>();
        await foreach (var info in InspectorOf(provider).ListAsync(keyPrefix, cancellationToken).ConfigureAwait(false))
        {
            infos.Add(info);
        }

        return infos;
    }

    internal static IDistributedLockInspector InspectorOf(IDistributedLockProvider provider) => provider.As<IDistributedLockInspector>()
        ?? throw Expect.Failure("a provider that is an IDistributedLockInspector, because the backend promises inspection", provider.GetType().Name);
}
