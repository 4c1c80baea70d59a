namespace DistributedLock.Testing;

/// <summary>How the two contenders of a case relate: which form each uses, and whether they share a provider.</summary>
internal sealed record Pairing(string Name, LockForm First, LockForm Second, bool AcrossProviders)
{
    public static IReadOnlyList<Pairing> All { get; } =
    [
        new("async", LockForm.Async, LockForm.Async, AcrossProviders: false),
        new("sync", LockForm.Sync, LockForm.Sync, AcrossProviders: false),
        new("sync_then_async", LockForm.Sync, LockForm.Async, AcrossProviders: false),
        new("async_then_sync", LockForm.Async, LockForm.Sync, AcrossProviders: false),
        new("async_across_providers", LockForm.Async, LockForm.Async, AcrossProviders: true),
        new("sync_across_providers", LockForm.Sync, LockForm.Sync, AcrossProviders: true),
    ];

    /// <summary>One case for each pairing.</summary>
    public static IEnumerable<LockConformanceCase> Cases(
        string name, LockCapabilities requires, Func<ConformanceContext, Contender, Contender, Task> run) => All.Select(pairing => new LockConformanceCase(
            $"{name}_{pairing.Name}",
            pairing.AcrossProviders ? requires | LockCapabilities.SeveralProviders : requires,
            (context, cancellationToken) => pairing.RunAsync(context, run, cancellationToken)));

    /// <summary>The same for contenders that do not share a provider.</summary>
    public static IEnumerable<LockConformanceCase> CasesAcrossProviders(
        string name, LockCapabilities requires, Func<ConformanceContext, Contender, Contender, Task> run) =>
        Cases(name, requires, run).Where(static conformanceCase => (conformanceCase.Requires & LockCapabilities.SeveralProviders) != 0);

    private async Task RunAsync(
        ConformanceContext context, Func<ConformanceContext, Contender, Contender, Task> run, CancellationToken cancellationToken)
    {
        var one = await context.CreateProviderAsync().ConfigureAwait(false);
        var other = AcrossProviders ? await context.CreateProviderAsync().ConfigureAwait(false) : one;
        await run(context, new Contender(one, First, cancellationToken), new Contender(other, Second, cancellationToken)).ConfigureAwait(false);
    }
}
