namespace DistributedLock.Testing;

/// <summary>The conformance suite: what every backend does, whatever its store.</summary>
public static class LockConformance
{
    private static readonly Lazy<IReadOnlyDictionary<string, LockConformanceCase>> ByName =
        new(static () => Cases!.ToDictionary(static conformanceCase => conformanceCase.Name, StringComparer.Ordinal));

    /// <summary>All cases, in the order in which a new backend best makes them pass.</summary>
    public static IReadOnlyList<LockConformanceCase> Cases { get; } =
    [
        .. RequestCases.All,
        .. ExclusiveCases.All,
        .. TimeoutCases.All,
        .. CancellationCases.All,
        .. ReleaseCases.All,
        .. HandleCases.All,
        .. ContextCases.All,
        .. KeyCases.All,
        .. SharedCases.All,
        .. WriterPriorityCases.All,
        .. SemaphoreCases.All,
        .. FencingCases.All,
        .. OrderCases.All,
        .. HoldTimeCases.All,
        .. ProviderDisposalCases.All,
        .. AbandonmentCases.All,
        .. InspectionCases.All,
        .. ForceReleaseCases.All,
        .. LoadCases.All,
        .. OutsideLossCases.All,
        .. CrashCases.All,
    ];

    /// <summary>The cases that apply to a backend with these capabilities.</summary>
    public static IEnumerable<LockConformanceCase> CasesFor(LockCapabilities capabilities) =>
        Cases.Where(conformanceCase => conformanceCase.AppliesTo(capabilities));

    /// <summary>The case of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static LockConformanceCase Find(string name) => ByName.Value.TryGetValue(name, out var found)
        ? found
        : throw new ArgumentException($"There is no conformance case '{name}'. Expected a name from LockConformance.Cases.", nameof(name));
}
