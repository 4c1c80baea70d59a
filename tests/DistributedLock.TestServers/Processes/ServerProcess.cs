using System.Diagnostics;

namespace DistributedLock.TestServers;

/// <summary>One run of a server program: its process, and what it has written since it was started.</summary>
internal sealed class ServerProcess : IDisposable
{
    // The program replaces the shell, so that their process id is one. The shell waits for a word: until then the keeper learns that id, and when the tests
    // die before, the shell reads the end of its input and is gone.
    private const string Launch = """read -r go || exit 1; cd /; exec "$@" >>"$0" 2>&1 </dev/null""";

    // What ends the test program's process group must leave the server to the keeper: PostgreSQL's parent would die alone, and frozen children of it would
    // stay for ever, children of nobody. macOS has no such program; there only children that were frozen can stay.
    private static readonly string[] OutOfOurGroup = Executables.FindOrNull("setsid") is { } setsid ? [setsid] : [];

    private readonly Process _process;
    private readonly string _log;
    private readonly long _logStart;

    private ServerProcess(Process process, string log, long logStart) => (_process, _log, _logStart) = (process, log, logStart);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What this run has written.</summary>
    public string Log => ReadLog(_log, _logStart);

    public static ServerProcess Start(IEnumerable<string> command, string log, Keeper keeper)
    {
        var logStart = File.Exists(log) ? new FileInfo(log).Length : 0;
        var start = new ProcessStartInfo("/bin/sh", ["-c", Launch, log, .. OutOfOurGroup, .. command]) { RedirectStandardInput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start.");
        keeper.Watch(process.Id);
        process.StandardInput.Write("go\n");
        process.StandardInput.Close();
        return new ServerProcess(process, log, logStart);
    }

    /// <summary>A log as it is now, while its server writes to it.</summary>
    public static string ReadLog(string log, long start = 0)
    {
        if (!File.Exists(log))
        {
            return string.Empty;
        }

        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = start;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Kills the program and all it has started.</summary>
    public void Kill()
    {
        // A process that has ended may have left its number to another one.
        if (!_process.HasExited)
        {
            ProcessTree.Kill(_process.Id);
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }
    }

    public async Task WaitForExitAsync(CancellationToken cancellationToken) => await _process.WaitForExitAsync(cancellationToken);

    public void Dispose() => _process.Dispose();
}
