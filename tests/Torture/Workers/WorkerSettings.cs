using System.Text.Json;

namespace DistributedLock.Torture;

/// <summary>What the conductor tells a worker first, as one line. Not by arguments: everybody on the machine can read those, and a connection string has a password.</summary>
internal sealed record WorkerSettings
{
    /// <summary>The backend's name.</summary>
    public required string Backend { get; init; }

    /// <summary>What it connects to.</summary>
    public required IReadOnlyList<string> Stores { get; init; }

    /// <summary>A mistake that is built into the store.</summary>
    public Breakage Breakage { get; init; }

    /// <summary>What its choices are drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>Its place and number, as in <see cref="HistoryEntry.Worker"/>.</summary>
    public required string Name { get; init; }

    /// <summary>What it contends for.</summary>
    public required IReadOnlyList<TorturedKey> Keys { get; init; }

    /// <summary>How many attempts it makes at the same time.</summary>
    public int Loops { get; init; }

    /// <summary>The lease it asks for, in milliseconds.</summary>
    public int Lease { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this);

    public static WorkerSettings Parse(string line) => JsonSerializer.Deserialize<WorkerSettings>(line)!;
}
