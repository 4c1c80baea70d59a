namespace DistributedLock.TestServers;

/// <summary>
/// A process with all it has started. PostgreSQL serves each connection by a process of its own, in a session of its own, so that a signal to a
/// process group would not reach them; and when it runs as another user, runuser or su may stand before it.
/// </summary>
internal static class ProcessTree
{
    /// <summary>Stops a process and everything below it. A parent is stopped first: it starts nobody more while its children are counted.</summary>
    /// <returns>Who was stopped, parents first.</returns>
    public static IReadOnlyList<int> Stop(int processId)
    {
        var stopped = new List<int>();
        Stop(processId, stopped);
        SpinWait.SpinUntil(() => stopped.TrueForAll(id => ProcessTable.IsStopped(id) || !ProcessTable.IsAlive(id)), TimeSpan.FromSeconds(10));
        return stopped;
    }

    /// <summary>Lets go on what <see cref="Stop(int)"/> stopped.</summary>
    public static void Continue(IReadOnlyList<int> stopped)
    {
        foreach (var id in stopped.Reverse())
        {
            Signals.Continue(id);
        }
    }

    /// <summary>Kills a process and everything below it, whether stopped or not, and returns when all are gone.</summary>
    /// <exception cref="TimeoutException">They are still there after ten seconds.</exception>
    public static void Kill(int processId)
    {
        var doomed = new List<int>();
        Stop(processId, doomed);
        foreach (var id in Enumerable.Reverse(doomed))
        {
            Signals.Kill(id);
        }

        if (!SpinWait.SpinUntil(() => !doomed.Exists(ProcessTable.IsAlive), TimeSpan.FromSeconds(10)))
        {
            throw new TimeoutException($"Of the processes {string.Join(", ", doomed)} some live after they were killed.");
        }
    }

    /// <summary>A process and everything below it.</summary>
    public static IReadOnlyList<int> Members(int processId) =>
        ProcessTable.IsAlive(processId) ? [processId, .. ProcessTable.ChildrenOf(processId).SelectMany(Members)] : [];

    private static void Stop(int processId, List<int> stopped)
    {
        Signals.Stop(processId);
        stopped.Add(processId);
        // The signal is acted upon a moment later, and a child may be born in it.
        SpinWait.SpinUntil(() => ProcessTable.IsStopped(processId) || !ProcessTable.IsAlive(processId), TimeSpan.FromSeconds(10));
        foreach (var child in ProcessTable.ChildrenOf(processId))
        {
            Stop(child, stopped);
        }
    }
}
