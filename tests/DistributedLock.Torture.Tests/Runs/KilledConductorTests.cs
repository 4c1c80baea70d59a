using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using DistributedLock.TestServers;

namespace DistributedLock.Torture.Tests;

/// <summary>No code of the program runs when it is killed: what it had started ends all the same.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KilledConductorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("killed-conductor-").FullName;

    [Theory(Timeout = TortureSlice.Limit)]
    [InlineData("files")]
    [InlineData("redis")]
    [InlineData("postgres-lease")]
    public async Task Killed_conductor_leaves_neither_process_nor_folder(string backend)
    {
        // Another user may have to pass through to a server's folder.
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        using var conductor = Start("--backend", backend, "--minutes", "2", "--workers", "2", "--faults", "none");
        List<int> processes = [];
        try
        {
            await UntilWorkersHoldLocksAsync(conductor);
            processes = DescendantsOf(conductor.Id);
            var folders = Directory.GetDirectories(_folder, "distributedlock-*");
            Assert.True(processes.Count >= (backend == "files" ? 2 : 3), $"It has started {processes.Count} processes.");
            Assert.NotEmpty(folders);

            // The harder case: what is stopped notices nothing by itself.
            ProcessTree.Stop(conductor.Id);
            Signals.Kill(conductor.Id);

            await Eventually.IsTrueAsync(() => !processes.Any(ProcessTable.IsAlive), "its processes are gone", TestContext.Current.CancellationToken);
            await Eventually.IsTrueAsync(() => !folders.Any(Directory.Exists), "its folders are gone", TestContext.Current.CancellationToken);
        }
        finally
        {
            // Nothing is left of a run that fails, either.
            if (!conductor.HasExited)
            {
                ProcessTree.Kill(conductor.Id);
            }

            processes.ForEach(Signals.Kill);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TortureRun).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["TMPDIR"] = _folder;
        return Process.Start(start)!;
    }

    /// <summary>The second line says how it goes.</summary>
    private static async Task UntilWorkersHoldLocksAsync(Process conductor)
    {
        string? line;
        do
        {
            line = await conductor.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
        }
        while (!line.Contains(" acquired, ", StringComparison.Ordinal) || line.Contains(" 0 acquired, ", StringComparison.Ordinal));
    }

    /// <summary>All that it has started, also what has left its tree: that stands in the environment which it was given.</summary>
    private List<int> DescendantsOf(int processId)
    {
        var others = ProcessTable.All().Select(static entry => entry.Id).Where(id => id != processId && id != Environment.ProcessId);
        return [.. ProcessTree.Members(processId).Skip(1).Union(others.Where(HasOurFolder))];
    }

    private bool HasOurFolder(int processId)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/environ")).Contains("TMPDIR=" + _folder, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, belongs to somebody else, or the system has no such folder
        }
    }
}
