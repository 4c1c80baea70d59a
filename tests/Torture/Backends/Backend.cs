namespace DistributedLock.Torture;

/// <summary>A backend, as far as it matters how it is tortured and judged.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="HasLeases">Whether locks end by themselves; otherwise they live as long as their session.</param>
/// <param name="Faults">What can be done to it.</param>
internal sealed record Backend(string Name, bool HasLeases, IReadOnlyList<string> Faults)
{
    private static readonly string[] Processes = [FaultNames.Kill, FaultNames.Stop, FaultNames.Clock];

    private static readonly string[] Server =
    [
        .. Processes, FaultNames.Restart, FaultNames.Freeze, FaultNames.Cut, FaultNames.Deaf, FaultNames.Mute, FaultNames.BlackHole, FaultNames.Slow,
    ];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Backend> All =
    [
        new("files", HasLeases: false, Processes) { HasLosses = false },
        new("redis", HasLeases: true, [.. Server, FaultNames.Scripts, FaultNames.Forget]) { CanBeBroken = true },
        new("redis-majority", HasLeases: true, [.. Server, FaultNames.Scripts]) { HasTokens = false, HasPermits = false },
        new("postgres-advisory", HasLeases: false, Server),
        new("postgres-lease", HasLeases: true, [.. Server, FaultNames.Forget]) { CanBeBroken = true },
        new("sqlserver-applock", HasLeases: false, Server),
        new("sqlserver-lease", HasLeases: true, Server),
    ];

    /// <summary>Whether handles have fencing tokens.</summary>
    public bool HasTokens { get; init; } = true;

    /// <summary>Whether a lock can be lost while its process lives.</summary>
    public bool HasLosses { get; init; } = true;

    /// <summary>Whether there are semaphores.</summary>
    public bool HasPermits { get; init; } = true;

    /// <summary>Whether a mistake can be built into its store: see <see cref="Breakage"/>.</summary>
    public bool CanBeBroken { get; init; }

    public static Backend? Find(string name) => All.FirstOrDefault(backend => backend.Name == name);
}
