using System.Runtime.InteropServices;

namespace DistributedLock.TestServers.Worker;

/// <summary>The processes that a terminal, or the script that runs the tests, ends together.</summary>
internal static class ProcessGroup
{
    /// <summary>Leaves the group this process was started in for one of its own; what it starts from now on belongs to it too.</summary>
    public static void BecomeLeader()
    {
        if (SetProcessGroup(0, 0) != 0)
        {
            throw new InvalidOperationException("The process got no group of its own.");
        }
    }

    [DllImport("libc", EntryPoint = "setpgid")]
    private static extern int SetProcessGroup(int processId, int groupId);
}
