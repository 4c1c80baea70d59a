namespace DistributedLock.CodeModel;

/// <summary>What generated code says about its origin.</summary>
public static class GeneratorIdentity
{
    public const string Name = "DistributedLock.Generators";

    public static string Version { get; } = typeof(GeneratorIdentity).Assembly.GetName().Version.ToString(3);
}
