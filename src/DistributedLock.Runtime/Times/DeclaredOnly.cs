namespace DistributedLock.Times;

/// <summary>The options of a declaration that no configuration may change, and why.</summary>
internal static class DeclaredOnly
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(DistributedLockAttribute.Mode)] = Agreed(nameof(DistributedLockAttribute.Mode)),
        [nameof(DistributedLockAttribute.MaxConcurrency)] = Agreed(nameof(DistributedLockAttribute.MaxConcurrency)),
        [nameof(DistributedLockAttribute.Key)] = Agreed(nameof(DistributedLockAttribute.Key)),
        [nameof(DistributedLockAttribute.OnContention)] = Written(nameof(DistributedLockAttribute.OnContention)),
        [nameof(DistributedLockAttribute.Fallback)] = Written(nameof(DistributedLockAttribute.Fallback)),
        [nameof(DistributedLockAttribute.Core)] = Written(nameof(DistributedLockAttribute.Core)),
        [nameof(DistributedLockAttribute.Provider)] = Written(nameof(DistributedLockAttribute.Provider)),
        [nameof(DistributedLockAttribute.Scope)] = Written(nameof(DistributedLockAttribute.Scope)),
        [nameof(DistributedLockAttribute.Profile)] = "the declaration of a lock names its profile, and the configuration of that lock goes over it",
    };

    /// <returns><see langword="null"/> for what is no option of a declaration.</returns>
    public static string? ReasonAgainst(string option) => Reasons.TryGetValue(option, out var reason) ? reason : null;

    private static string Agreed(string option) => $"processes that differ in it would not exclude each other, so it stands in the code ({option} of the attribute)";

    private static string Written(string option) => $"code depends on it, so it stands there ({option} of the attribute)";
}
