using System.Reflection;

namespace DistributedLock.Benchmarks.Running;

/// <summary>Which code was measured.</summary>
internal static class OwnVersion
{
    private const int ShortCommit = 8;

    /// <summary>The commit that the runtime was built from, as far as the build knew one. Changes that were not committed do not show.</summary>
    public static string Description { get; } = Describe(
        typeof(LockRequest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");

    internal static string Describe(string version) => version.Split('+') is [_, { Length: >= ShortCommit } commit, ..] ? $"commit {commit[..ShortCommit]}" : "no commit known";
}
