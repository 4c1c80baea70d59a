namespace DistributedLock.Analyzers.CodeFixes.Refactorings;

/// <summary>What the attribute and the provider are called in a file.</summary>
internal sealed class LockNames(string attribute, string? provider)
{
    public string Attribute { get; } = attribute;

    /// <summary><see langword="null"/> for what each file makes of it.</summary>
    public string? Provider { get; } = provider;
}
