using System.ComponentModel;
using System.Reflection;

namespace DistributedLock.CompilerServices;

/// <summary>
/// The locks that an application is known to declare: by the metadata that the generator writes into its assemblies, and what endpoints add when it starts. Thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeclaredLocks
{
    private readonly List<LockDefinition> _added = [];
    private readonly ApplicationAssemblies _application;

    /// <summary>Those of an application of which nothing is known but its entry.</summary>
    public DeclaredLocks()
        : this(new ApplicationAssemblies([], name: null))
    {
    }

    internal DeclaredLocks(ApplicationAssemblies application) => _application = application;

    /// <summary>The assemblies that are loaded now.</summary>
    internal Func<IEnumerable<Assembly>> Loaded { get; set; } = static () => AppDomain.CurrentDomain.GetAssemblies().Where(static assembly => !assembly.IsDynamic);

    /// <summary>Adds a lock that no metadata tells of.</summary>
    /// <param name="definition">Its declaration.</param>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> is <see langword="null"/>.</exception>
    public void Add(LockDefinition definition)
    {
        if (definition is null)
        {
            throw new ArgumentNullException(nameof(definition));
        }

        lock (_added)
        {
            _added.Add(definition);
        }
    }

    /// <summary>All that are known.</summary>
    internal IReadOnlyList<LockDefinition> All() => [.. OfApplication(), .. OfOthers()];

    /// <summary>Those that the application takes by all appearances, and those that were added.</summary>
    internal IReadOnlyList<LockDefinition> OfApplication()
    {
        var found = Loaded().Where(_application.Contain).SelectMany(Read).ToList();
        lock (_added)
        {
            found.AddRange(_added);
        }

        return found;
    }

    /// <summary>Those of assemblies that are only loaded.</summary>
    internal IReadOnlyList<LockDefinition> OfOthers() => [.. Loaded().Where(assembly => !_application.Contain(assembly)).SelectMany(Read)];

    /// <summary>The times in it are those that can contradict others.</summary>
    private static IEnumerable<LockDefinition> Read(Assembly assembly)
    {
        try
        {
            return assembly.GetCustomAttributes<LockDefinitionInfoAttribute>().Select(static info => new LockDefinition(info.Template, info.Member)
            {
                Profile = info.Profile,
                Lease = Seconds(info.LeaseSeconds),
                HoldAtLeast = Seconds(info.HoldAtLeastSeconds),
                MaxHold = Seconds(info.MaxHoldSeconds),
            }).ToList();
        }
        catch (Exception exception) when (exception is CustomAttributeFormatException or TypeLoadException or IOException or NotSupportedException)
        {
            return []; // attributes of another version, or of assemblies that are not there: nothing is known of these locks
        }
    }

    private static TimeSpan? Seconds(double value) => double.IsNaN(value) ? null : TimeSpan.FromSeconds(value);
}
