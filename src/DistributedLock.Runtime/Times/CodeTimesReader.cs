namespace DistributedLock.Times;

/// <summary>Reads what code configures.</summary>
internal static class CodeTimesReader
{
    public static TimeLevels Read(LockTimeOptions options, List<string> mistakes)
    {
        var profiles = options.Profiles.ToDictionary(
            static profile => profile.Key, profile => Read(profile.Value, $"Profile(\"{profile.Key}\")", mistakes), StringComparer.OrdinalIgnoreCase);
        var locks = new Dictionary<string, TimesOfTemplate>(StringComparer.Ordinal);
        foreach (var one in options.Locks)
        {
            var place = $"Lock(\"{one.Key}\")";
            var template = LockTemplate.Canonical(one.Key, out var malformed);
            if (malformed is not null)
            {
                mistakes.Add($"ConfigureTimes: the template {malformed}");
            }
            else if (locks.TryGetValue(template, out var first))
            {
                mistakes.Add($"ConfigureTimes: {place} is the same template as {first.Source}: keep one of them");
            }
            else
            {
                locks.Add(template, new TimesOfTemplate($"ConfigureTimes: {place}", Read(one.Value, place, mistakes)));
            }
        }

        return new TimeLevels(Read(options.Defaults, "Defaults", mistakes), profiles, locks);
    }

    private static ConfiguredTimes Read(LockTimes said, string place, List<string> mistakes)
    {
        var times = ConfiguredTimes.None;
        Add(TimeSetting.TimeoutSeconds, said.Timeout, nameof(LockTimes.Timeout));
        Add(TimeSetting.LeaseSeconds, said.Lease, nameof(LockTimes.Lease));
        Add(TimeSetting.HoldAtLeastSeconds, said.HoldAtLeast, nameof(LockTimes.HoldAtLeast));
        Add(TimeSetting.MaxHoldSeconds, said.MaxHold, nameof(LockTimes.MaxHold));
        Add(TimeSetting.RescheduleSeconds, said.RescheduleAfter, nameof(LockTimes.RescheduleAfter));
        return times;

        void Add(TimeSetting setting, TimeSpan? value, string name)
        {
            times = setting.Read(value, $"ConfigureTimes: {place}.{name}", times, out var mistake);
            if (mistake is not null)
            {
                mistakes.Add(mistake);
            }
        }
    }
}
