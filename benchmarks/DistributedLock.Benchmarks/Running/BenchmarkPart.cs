namespace DistributedLock.Benchmarks.Running;

/// <summary>One section of the report. Runs in a process of its own, so that no part pays for what another one left on the heap.</summary>
internal abstract class BenchmarkPart
{
    /// <summary>What it is chosen by.</summary>
    public abstract string Name { get; }

    /// <summary>Its heading.</summary>
    public abstract string Title { get; }

    /// <summary>What is measured, and how: Markdown.</summary>
    public abstract string About { get; }

    /// <summary>Environment variables of its process.</summary>
    public virtual IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>();

    public abstract Task MeasureAsync(PartRun run);
}
