namespace DistributedLock.Times;

/// <summary>One state of a configuration: all that is said of times, by level. Immutable, so that whoever has one sees no half of another.</summary>
internal sealed class TimeLevels
{
    public static readonly TimeLevels None = new(ConfiguredTimes.None, new Dictionary<string, ConfiguredTimes>(), new Dictionary<string, TimesOfTemplate>());

    private readonly Dictionary<string, ConfiguredTimes> _profiles;
    private readonly Dictionary<string, TimesOfTemplate> _locks;

    /// <param name="defaults">What holds for all locks.</param>
    /// <param name="profiles">By name; case does not matter, as in every configuration.</param>
    /// <param name="locks">By template, in its canonical spelling.</param>
    public TimeLevels(ConfiguredTimes defaults, IReadOnlyDictionary<string, ConfiguredTimes> profiles, IReadOnlyDictionary<string, TimesOfTemplate> locks)
    {
        Defaults = defaults;
        _profiles = profiles.ToDictionary(static profile => profile.Key, static profile => profile.Value, StringComparer.OrdinalIgnoreCase);
        _locks = locks.ToDictionary(static one => one.Key, static one => one.Value, StringComparer.Ordinal);
        IsEmpty = defaults == ConfiguredTimes.None && _profiles.Count == 0 && _locks.Count == 0;
    }

    public ConfiguredTimes Defaults { get; }

    public IReadOnlyDictionary<string, ConfiguredTimes> Profiles => _profiles;

    public IReadOnlyDictionary<string, TimesOfTemplate> Locks => _locks;

    /// <summary>Whether nothing is said at all.</summary>
    public bool IsEmpty { get; }

    /// <summary>These levels, each over the same one of others.</summary>
    public TimeLevels Over(TimeLevels lower)
    {
        var profiles = new Dictionary<string, ConfiguredTimes>(lower._profiles, StringComparer.OrdinalIgnoreCase);
        foreach (var profile in _profiles)
        {
            profiles[profile.Key] = profiles.TryGetValue(profile.Key, out var below) ? profile.Value.Over(below) : profile.Value;
        }

        var locks = new Dictionary<string, TimesOfTemplate>(lower._locks, StringComparer.Ordinal);
        foreach (var one in _locks)
        {
            locks[one.Key] = locks.TryGetValue(one.Key, out var below) ? new TimesOfTemplate(one.Value.Source, one.Value.Times.Over(below.Times)) : one.Value;
        }

        return new TimeLevels(Defaults.Over(lower.Defaults), profiles, locks);
    }

    /// <summary>What holds for a declaration: its own configuration, then itself, then its profile, then what holds for all.</summary>
    /// <param name="definition">The declaration; <see langword="null"/> for a lock without one.</param>
    /// <param name="mistake">Why nothing can be said; otherwise <see langword="null"/>.</param>
    public ConfiguredTimes Of(LockDefinition? definition, out string? mistake)
    {
        mistake = null;
        if (definition is null)
        {
            return Defaults;
        }

        var profile = ConfiguredTimes.None;
        if (definition.Profile is { } name && !_profiles.TryGetValue(name, out profile))
        {
            mistake = UnknownProfile(definition, name);
            return ConfiguredTimes.None;
        }

        // What waits by default would occupy a worker here.
        var defaults = definition.DefaultTimeout is { } timeout ? Defaults with { Timeout = new ConfiguredTime(timeout, "built-in for jobs") } : Defaults;
        if (definition.DefaultRescheduleAfter is { } later)
        {
            defaults = defaults with { RescheduleAfter = defaults.RescheduleAfter ?? new ConfiguredTime(later, "built-in for jobs") };
        }

        var configured = _locks.TryGetValue(definition.Template, out var one) ? one.Times : ConfiguredTimes.None;
        var declared = ConfiguredTimes.Of(definition);
        var times = configured.Over(declared).Over(profile!).Over(defaults);
        if (times.Contradictions(areWhole: true).FirstOrDefault() is { } contradiction && !declared.Contradictions(areWhole: true).Contains(contradiction))
        {
            mistake = $"The times of the lock '{definition.Template}' ({definition.Member}) contradict each other: {contradiction}";
        }

        // Who does not reschedule is not made to: what happens to a contended caller stands in its code.
        return definition.RescheduleAfter is null && definition.DefaultRescheduleAfter is null ? times with { RescheduleAfter = null } : times;
    }

    /// <summary>What has become different, for a log message.</summary>
    public IEnumerable<string> ChangesFrom(TimeLevels before) =>
        Changes("Defaults", Defaults, before.Defaults)
            .Concat(Names(_profiles, before._profiles).SelectMany(name => Changes($"profile '{name}'", Profile(name), before.Profile(name))))
            .Concat(Names(_locks, before._locks).SelectMany(template => Changes($"'{template}'", Lock(template), before.Lock(template))));

    private static IEnumerable<string> Changes(string level, ConfiguredTimes? now, ConfiguredTimes? before) => now is null ? [$"{level} removed"]
        : before is null ? [.. now.ChangesFrom(ConfiguredTimes.None).DefaultIfEmpty("added").Select(change => $"{level} {change}")]
        : now.ChangesFrom(before).Select(change => $"{level} {change}");

    private static IEnumerable<string> Names<T>(Dictionary<string, T> now, Dictionary<string, T> before) =>
        now.Keys.Concat(before.Keys.Where(name => !now.ContainsKey(name))).OrderBy(static name => name, StringComparer.Ordinal);

    private ConfiguredTimes? Profile(string name) => _profiles.TryGetValue(name, out var profile) ? profile : null;

    private ConfiguredTimes? Lock(string template) => _locks.TryGetValue(template, out var one) ? one.Times : null;

    private string UnknownProfile(LockDefinition definition, string name)
    {
        var known = _profiles.Count == 0 ? "no profile is" : $"configured are {string.Join(", ", _profiles.Keys.OrderBy(static key => key, StringComparer.Ordinal))}";
        var nearest = CodeModel.Parsing.NearestName.Of(name, _profiles.Keys);
        return $"The lock '{definition.Template}' ({definition.Member}) names the profile '{name}', which is not configured ({known}): " +
            (nearest is null ? $"add Profiles:{name} to the configuration, or ConfigureTimes(times => times.Profile(\"{name}\"))" : $"did you mean '{nearest}'?");
    }
}
