using System.Globalization;

namespace QuickStart.Workers;

/// <summary>What a worker tells the parent, one line each.</summary>
public enum WorkerEventKind
{
    /// <summary>The process is up and waits for the start.</summary>
    Ready,

    /// <summary>It is about to call the annotated method.</summary>
    Waiting,

    /// <summary>The body begins.</summary>
    Begin,

    /// <summary>The body ends.</summary>
    End,
}

/// <summary>
/// One line of a worker. The timestamp is <see cref="System.Diagnostics.Stopwatch"/>'s: one monotonic clock for all processes of a machine, so the
/// parent can compare the runs of different workers without trusting the lock.
/// </summary>
public readonly record struct WorkerEvent(WorkerEventKind Kind, string Tenant, long Timestamp)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Timestamp} {Tenant}");

    public static WorkerEvent Parse(string line)
    {
        var parts = line.Split(' ', 3);
        return parts.Length == 3 && Enum.TryParse<WorkerEventKind>(parts[0], out var kind)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp)
                ? new WorkerEvent(kind, parts[2], timestamp)
                : throw new FormatException($"Expected '<kind> <timestamp> <tenant>' from a worker, but '{line}' came.");
    }
}
