namespace DistributedLock.Analyzers.CodeFixes.Declarations.Cores;

/// <summary>The name of a core.</summary>
internal sealed class CoreName(string name, bool isConvention)
{
    public string Name { get; } = name;

    /// <summary>Whether the generator finds it by itself; otherwise the attribute has to name it.</summary>
    public bool IsConvention { get; } = isConvention;
}
