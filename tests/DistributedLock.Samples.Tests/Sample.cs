using DistributedLock.TestServers;
using DistributedLock.Tests.Processes;
using Xunit;

namespace DistributedLock.Samples.Tests;

/// <summary>Runs a sample as its reader would. It lies beside the tests, because they reference it.</summary>
internal static class Sample
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task<ConsoleRun> RunAsync(string name, params string[] arguments) => ConsoleRun.StartAsync(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, name + ".dll"), .. arguments],
        AppContext.BaseDirectory,
        Limit,
        TestContext.Current.CancellationToken);

    /// <summary>The address of the server that an option asks for.</summary>
    public static Task<string> ServerAsync(string option) => option switch
    {
        "--redis" => SharedServers.RedisAsync(),
        "--postgres" => SharedServers.PostgresAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(option), option, "There is no server for this option."),
    };

    /// <summary>The directories of a sample that were not deleted.</summary>
    public static string[] Leftovers(string name) => [.. Directory.GetDirectories(Path.GetTempPath(), $"distributedlock-{name}-*").Order()];
}
