namespace DistributedLock.TestServers;

/// <summary>Where programs are.</summary>
internal static class Executables
{
    /// <summary>Looks a program up on the PATH.</summary>
    /// <exception cref="InvalidOperationException">It is not there; the message says what to install.</exception>
    public static string Find(string name, string packages) => FindOrNull(name)
        ?? throw new InvalidOperationException($"There is no {name} on the PATH: run the tests by eng/test.sh, or install it ({packages}).");

    public static string? FindOrNull(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/local/bin").Append("/opt/homebrew/bin")
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
