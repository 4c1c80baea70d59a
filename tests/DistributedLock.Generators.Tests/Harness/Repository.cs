namespace DistributedLock.Generators.Tests.Harness;

/// <summary>Where files beside the tests are. Deterministic builds rewrite the paths that the compiler knows, so the program's own place leads there.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string TestProject { get; } = Path.Combine(Root, "tests", "DistributedLock.Generators.Tests");

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DistributedLock.Generators.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No DistributedLock.Generators.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
