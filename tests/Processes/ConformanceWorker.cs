using System.Diagnostics;

namespace DistributedLock.Tests.Processes;

/// <summary>
/// How tests start <c>DistributedLock.Conformance.Worker</c>, which holds locks in the store of any backend. It is started from where it was built: it needs
/// the drivers of every backend, and no tests' folder should have them all.
/// </summary>
internal static class ConformanceWorker
{
    private const string Name = "DistributedLock.Conformance.Worker";

    /// <param name="backend">One of the names in the worker's <c>Backends</c>.</param>
    /// <param name="keyPrefix">What is put before every key.</param>
    /// <param name="store">A directory, or a connection string; several servers of a majority on a line each.</param>
    public static ProcessStartInfo StartInfo(string backend, string keyPrefix, string store)
    {
        // Both are built alike: tests/{project}/bin/{configuration}/{framework}.
        var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Repository.PathOf("tests", Name, "bin", framework.Parent!.Name, framework.Name, Name + ".dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { program, backend, keyPrefix },
        };
        start.Environment["DISTRIBUTEDLOCK_WORKER_STORE"] = store;
        return start;
    }
}
