namespace DistributedLock.Torture;

/// <summary>The kinds of faults, as they stand in plans, options and histories.</summary>
internal static class FaultNames
{
    /// <summary>A worker process is killed (SIGKILL), and another one takes its place.</summary>
    public const string Kill = "kill";

    /// <summary>A worker process is stopped for a time (SIGSTOP, SIGCONT).</summary>
    public const string Stop = "stop";

    /// <summary>The wall clock that a worker's provider sees is set, by up to a day.</summary>
    public const string Clock = "clock";

    /// <summary>The server is killed (SIGKILL) and started again with its data.</summary>
    public const string Restart = "restart";

    /// <summary>The server is stopped for a time.</summary>
    public const string Freeze = "freeze";

    /// <summary>All connections of a worker are reset.</summary>
    public const string Cut = "cut";

    /// <summary>What a worker sends is thrown away for a time, and its connections stay open.</summary>
    public const string Deaf = "half-open-up";

    /// <summary>What is sent to a worker is thrown away for a time.</summary>
    public const string Mute = "half-open-down";

    /// <summary>Nothing goes through, either way, for a time; then all that was sent is delivered.</summary>
    public const string BlackHole = "black-hole";

    /// <summary>Everything is delivered late for a time.</summary>
    public const string Slow = "slow";

    /// <summary>The server forgets its scripts.</summary>
    public const string Scripts = "flush-scripts";

    /// <summary>The server forgets all leases.</summary>
    public const string Forget = "flush-all";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Kill, Stop, Clock, Restart, Freeze, Cut, Deaf, Mute, BlackHole, Slow, Scripts, Forget];
}
