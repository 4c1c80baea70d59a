using System.Diagnostics;
using System.Globalization;

namespace DistributedLock.TestServers;

/// <summary>Who runs, and who is whose child.</summary>
internal static class ProcessTable
{
    /// <summary>Whether a process exists and runs or is stopped. One that has ended and was not yet asked for its exit code does not.</summary>
    public static bool IsAlive(int processId) => Find(processId) is { State: not ('Z' or 'X') };

    public static bool IsStopped(int processId) => Find(processId) is { State: 'T' or 't' };

    public static IReadOnlyList<int> ChildrenOf(int processId) =>
        [.. All().Where(entry => entry.Parent == processId && entry.State is not ('Z' or 'X')).Select(entry => entry.Id)];

    private static (int Id, int Parent, char State)? Find(int processId) => OperatingSystem.IsLinux()
        ? Read(processId)
        : All().Where(entry => entry.Id == processId).Cast<(int, int, char)?>().FirstOrDefault();

    public static IEnumerable<(int Id, int Parent, char State)> All() => OperatingSystem.IsLinux() ? AllOfLinux() : AllOfPs();

    private static IEnumerable<(int Id, int Parent, char State)> AllOfLinux()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id) is { } entry)
            {
                yield return entry;
            }
        }
    }

    // proc(5): "pid (name) state parent ..."; the name may hold blanks and brackets.
    private static (int Id, int Parent, char State)? Read(int processId)
    {
        try
        {
            var line = File.ReadAllText(FormattableString.Invariant($"/proc/{processId}/stat"));
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ', 3);
            return (processId, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[0][0]);
        }
        catch (IOException)
        {
            return null; // it has ended meanwhile
        }
    }

    private static IEnumerable<(int Id, int Parent, char State)> AllOfPs()
    {
        var start = new ProcessStartInfo("ps", ["-A", "-o", "pid=,ppid=,state="]) { RedirectStandardOutput = true };
        using var ps = Process.Start(start)!;
        foreach (var line in ps.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            yield return (int.Parse(fields[0], CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), fields[2][0]);
        }
    }
}
