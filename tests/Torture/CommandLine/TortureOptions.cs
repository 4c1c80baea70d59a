namespace DistributedLock.Torture;

/// <summary>What a run is to be.</summary>
internal sealed record TortureOptions
{
    /// <summary>What is tortured.</summary>
    public required Backend Backend { get; init; }

    /// <summary>How long workers run, without the start and the end.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What the plan and the workers' choices are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many processes there are.</summary>
    public int Workers { get; init; } = 5;

    /// <summary>How many attempts each of them makes at the same time.</summary>
    public int Loops { get; init; } = 3;

    /// <summary>How many keys of each mode there are.</summary>
    public int Keys { get; init; } = 1;

    /// <summary>Which modes.</summary>
    public IReadOnlyList<string> Modes { get; init; } = ["exclusive", "shared", "semaphore"];

    /// <summary>The lease that is asked for, and the measure of how long faults last.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How far apart faults are, on average.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Which faults; null for all that the backend knows.</summary>
    public IReadOnlyList<string>? Faults { get; init; }

    /// <summary>A mistake that is built in on purpose.</summary>
    public Breakage Breakage { get; init; }

    /// <summary>The file that the whole history is written to; null for none.</summary>
    public string? HistoryFile { get; init; }

    /// <summary>The file that a row of the table is added to; null for none.</summary>
    public string? ReportFile { get; init; }

    /// <summary>Whether the run goes on after a violation.</summary>
    public bool KeepsGoing { get; init; }

    /// <summary>Whether only the plan is printed.</summary>
    public bool IsPlanOnly { get; init; }

    /// <summary>The faults of this run.</summary>
    public IReadOnlyList<string> AllFaults => Faults ?? Backend.Faults;

    /// <summary>What workers contend for.</summary>
    public IReadOnlyList<TorturedKey> AllKeys =>
        TorturedKey.Create(Keys, [.. Modes.Where(mode => mode != "semaphore" || Backend.HasPermits)]);

    /// <summary>The plan of this run.</summary>
    public IReadOnlyList<PlannedFault> Plan() => FaultPlan.Draw(Seed, Duration, Every, AllFaults, Workers, FaultMeasure);

    /// <summary>A silent session is given up after five seconds or so: shorter faults would show nothing.</summary>
    private TimeSpan FaultMeasure => Backend.HasLeases || Backend.Name == "files" ? Lease : TimeSpan.FromSeconds(Math.Max(4, Lease.TotalSeconds));
}
