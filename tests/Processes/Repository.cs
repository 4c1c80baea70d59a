namespace DistributedLock.Tests.Processes;

/// <summary>Where the sources are that the running tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string directory) => File.Exists(Path.Combine(directory, "DistributedLock.Generators.sln"))
        ? directory
        : Find(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("No folder above the tests has DistributedLock.Generators.sln."));
}
