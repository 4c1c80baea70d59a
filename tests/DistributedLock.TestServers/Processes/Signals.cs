using System.Runtime.InteropServices;

namespace DistributedLock.TestServers;

/// <summary>What .NET has no call for. The numbers are Linux's and macOS's, which differ for the two that stop and continue.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Terminate = 15;
    private const int KillNow = 9;

    private static int StopNow { get; } = OperatingSystem.IsLinux() ? 19 : 17;

    private static int ContinueNow { get; } = OperatingSystem.IsLinux() ? 18 : 19;

    public static void Kill(int processId) => Send(processId, KillNow);

    public static void Stop(int processId) => Send(processId, StopNow);

    public static void Continue(int processId) => Send(processId, ContinueNow);

    /// <summary>Sends a signal to one process; nothing happens when it has ended already.</summary>
    public static void Send(int processId, int signal)
    {
        // 0, 1 and negative numbers mean whole groups of processes, or all of them.
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 2);
        _ = SendSignal(processId, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);
}
