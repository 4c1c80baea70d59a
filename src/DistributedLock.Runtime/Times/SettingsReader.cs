using DistributedLock.CodeModel.Parsing;
using Microsoft.Extensions.Configuration;

namespace DistributedLock.Times;

/// <summary>
/// Reads the section of a configuration: by hand, because a mistake is to be told with its path, and because nothing here may need reflection. What it cannot use
/// becomes a mistake and is left out.
/// </summary>
internal sealed class SettingsReader(List<string> mistakes)
{
    private const string Defaults = "Defaults";
    private const string Profiles = "Profiles";
    private const string Locks = "Locks";
    private const string Template = "Template";

    public TimeLevels Read(IConfigurationSection section)
    {
        if (!IsSection(section))
        {
            return TimeLevels.None;
        }

        var defaults = ConfiguredTimes.None;
        var profiles = new Dictionary<string, ConfiguredTimes>(StringComparer.OrdinalIgnoreCase);
        var locks = new Dictionary<string, TimesOfTemplate>(StringComparer.Ordinal);
        foreach (var child in section.GetChildren())
        {
            if (Is(child, Defaults))
            {
                defaults = ReadTimes(child);
            }
            else if (Is(child, Profiles))
            {
                ReadProfiles(child, profiles);
            }
            else if (Is(child, Locks))
            {
                ReadLocks(child, locks);
            }
            else
            {
                var nearest = Nearest(child.Key, [Defaults, Profiles, Locks]);
                mistakes.Add($"{child.Path} is no setting: {nearest}{(nearest.EndsWith("?", StringComparison.Ordinal) ? " " : ". ")}Settings of your own need another section than " +
                    $"'{section.Path}', or name a section for the times of locks: ConfigureTimes(times => times.Section = \"...\")");
            }
        }

        return new TimeLevels(defaults, profiles, locks);
    }

    private void ReadProfiles(IConfigurationSection section, Dictionary<string, ConfiguredTimes> profiles)
    {
        foreach (var child in ChildrenOf(section))
        {
            profiles[child.Key] = ReadTimes(child);
        }
    }

    private void ReadLocks(IConfigurationSection section, Dictionary<string, TimesOfTemplate> locks)
    {
        foreach (var child in ChildrenOf(section))
        {
            var times = ReadTimes(child, Template);
            var written = child[Template];
            if (string.IsNullOrEmpty(written))
            {
                if (IsSection(child))
                {
                    mistakes.Add($"{child.Path} has no {Template}: expected the key template of a declared lock, such as \"invoice-{{tenantId}}\"");
                }

                continue;
            }

            var template = LockTemplate.Canonical(written!, out var malformed);
            if (malformed is not null)
            {
                mistakes.Add($"{child.Path}:{Template} {malformed}");
            }
            else if (locks.TryGetValue(template, out var first))
            {
                mistakes.Add($"{child.Path}:{Template} is '{written}', which {first.Source} configures already: put both together");
            }
            else
            {
                locks.Add(template, new TimesOfTemplate(child.Path, times));
            }
        }
    }

    private ConfiguredTimes ReadTimes(IConfigurationSection section, string? beside = null)
    {
        var times = ConfiguredTimes.None;
        string? timeout = null;
        foreach (var child in ChildrenOf(section))
        {
            if (beside is not null && Is(child, beside))
            {
                continue;
            }

            if (TimeSetting.All.FirstOrDefault(candidate => Is(child, candidate.Name)) is not { } setting)
            {
                mistakes.Add(Unknown(child, beside));
                continue;
            }

            if (child.GetChildren().Any())
            {
                mistakes.Add($"{child.Path} is a section: expected a number");
            }
            else if (!string.IsNullOrEmpty(child.Value)) // null in JSON, which takes back what another file says
            {
                times = setting.Read(child.Value!, child.Path, times, out var mistake);
                var isTimeout = setting == TimeSetting.TimeoutSeconds || setting == TimeSetting.TimeoutMinutes;
                mistake ??= isTimeout && timeout is not null ? $"{timeout} and {child.Path} are both set: keep one of them" : null;
                timeout = isTimeout ? child.Path : timeout;
                if (mistake is not null)
                {
                    mistakes.Add(mistake);
                }
            }
        }

        return times;
    }

    /// <summary>Its own settings; a value in the place of a section has none, and is a mistake.</summary>
    private IEnumerable<IConfigurationSection> ChildrenOf(IConfigurationSection section) => IsSection(section) ? section.GetChildren() : [];

    private bool IsSection(IConfigurationSection section)
    {
        if (string.IsNullOrEmpty(section.Value))
        {
            return true;
        }

        var mistake = $"{section.Path} is '{section.Value}': expected a section";
        if (!mistakes.Contains(mistake))
        {
            mistakes.Add(mistake);
        }

        return false;
    }

    private static string Unknown(IConfigurationSection setting, string? beside)
    {
        if (DeclaredOnly.ReasonAgainst(setting.Key) is { } reason)
        {
            return $"{setting.Path} cannot be configured: {reason}. What can be: {TimeSetting.Names}";
        }

        var names = TimeSetting.All.Select(static known => known.Name);
        return $"{setting.Path} is no setting: {Nearest(setting.Key, beside is null ? names : names.Append(beside))}";
    }

    /// <summary>"Lease" is near to "LeaseSeconds" although it lacks half of the letters.</summary>
    private static string Nearest(string name, IEnumerable<string> known)
    {
        var all = known.ToList();
        var nearest = NearestName.Of(name, all) ?? (name.Length < 4 ? null : all.FirstOrDefault(candidate => candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase)));
        return nearest is null ? $"expected {string.Join(", ", all.Take(all.Count - 1))} or {all[all.Count - 1]}" : $"did you mean {nearest}?";
    }

    private static bool Is(IConfigurationSection section, string name) => string.Equals(section.Key, name, StringComparison.OrdinalIgnoreCase);
}
