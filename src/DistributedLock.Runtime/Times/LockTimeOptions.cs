using Microsoft.Extensions.Configuration;

namespace DistributedLock;

/// <summary>
/// Configures how long locks are waited for, leased and held. Code and configuration have the same levels: defaults, profiles, and the locks of one template; at each of
/// them configuration goes over code. Read once, when the lock provider is created.
/// </summary>
public sealed class LockTimeOptions
{
    /// <summary>The section that is read where no other one is named: <c>DistributedLock</c>.</summary>
    public const string DefaultSection = "DistributedLock";

    private readonly Dictionary<string, LockTimes> _profiles = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, LockTimes> _locks = new(StringComparer.Ordinal);

    /// <summary>What holds for every lock that nothing else is said of.</summary>
    public LockTimes Defaults { get; } = new();

    /// <summary>The path of the configuration's section, for instance <c>Shop:Locks</c>; <see langword="null"/> to read none. Default: <see cref="DefaultSection"/>.</summary>
    public string? Section { get; set; } = DefaultSection;

    /// <summary>The configuration to read; <see langword="null"/> (the default) for the container's, where there is one.</summary>
    public IConfiguration? Configuration { get; set; }

    internal IReadOnlyDictionary<string, LockTimes> Profiles => _profiles;

    internal IReadOnlyDictionary<string, LockTimes> Locks => _locks;

    /// <summary>The times of a profile, which declarations name by <see cref="DistributedLockAttribute.Profile"/>. The first call makes the profile known.</summary>
    /// <param name="name">The name; case does not matter.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is <see langword="null"/> or empty.</exception>
    public LockTimes Profile(string name) => Of(_profiles, name, nameof(name), "the name of a profile");

    /// <summary>The times of all locks that are declared with a template. They go over what the declarations say.</summary>
    /// <param name="template">The template as declared; <c>&lt;id&gt;</c> and <c>{id}</c> are the same.</param>
    /// <exception cref="ArgumentException"><paramref name="template"/> is <see langword="null"/> or empty.</exception>
    public LockTimes Lock(string template) => Of(_locks, template, nameof(template), "the key template of a declared lock");

    private static LockTimes Of(Dictionary<string, LockTimes> all, string name, string parameter, string expected)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException($"Null or an empty text came: expected {expected}.", parameter);
        }

        return all.TryGetValue(name, out var times) ? times : all[name] = new LockTimes();
    }
}
