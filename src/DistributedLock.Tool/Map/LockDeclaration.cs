namespace DistributedLock.Tool.Map;

/// <summary>A lock as an assembly tells of it.</summary>
/// <param name="Assembly">The assembly's name.</param>
/// <param name="Template">The key template.</param>
/// <param name="Member">The member that declares or takes it.</param>
/// <param name="Source">Where it was found.</param>
internal sealed record LockDeclaration(string Assembly, string Template, string Member, DeclarationSource Source)
{
    /// <summary><c>exclusive</c>, <c>shared</c> or <c>semaphore</c>.</summary>
    public string Mode { get; init; } = "exclusive";

    /// <summary>The permits of a semaphore; 1 for other locks.</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>The options that the attribute sets, by the names that it has for them; without mode and permits.</summary>
    public IReadOnlyDictionary<string, object> Options { get; init; } = new Dictionary<string, object>();

    /// <summary>The member that gives the provider, where the attribute names one.</summary>
    public string? Provider => Options.GetValueOrDefault("Provider") as string;
}
