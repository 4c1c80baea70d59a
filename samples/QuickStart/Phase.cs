using System.Diagnostics;
using QuickStart.Timelines;
using QuickStart.Workers;

namespace QuickStart;

/// <summary>One of the two parts of the show: its clock, its tenants and what has been noticed.</summary>
internal sealed class Phase(string title, TimeSpan length, IEnumerable<string> tenants)
{
    private readonly List<string> _notes = [];

    public string Title => title;

    public TimeSpan Length => length;

    /// <summary>When the workers were let go.</summary>
    public long Start { get; private set; }

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(Start);

    public IReadOnlyList<TenantTimeline> Tenants { get; } = [.. tenants.Select(tenant => new TenantTimeline(tenant))];

    /// <summary>What a reader should not miss, in order.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public int OverlappingRuns => Tenants.Sum(tenant => OverlapCounter.Count(tenant.Runs));

    public int Runs => Tenants.Sum(tenant => tenant.Runs.Count);

    public void Begin() => Start = Stopwatch.GetTimestamp();

    public void Note(string text) => _notes.Add($"{Elapsed.TotalSeconds:0.0} s  {text}");

    /// <summary>Takes what the workers have said since the last time.</summary>
    public void Apply(IEnumerable<WorkerProcess> workers)
    {
        foreach (var worker in workers)
        {
            while (worker.TryTakeEvent(out var happened))
            {
                Tenants.First(tenant => tenant.Tenant == happened.Tenant).Apply(worker.Number, happened);
            }
        }
    }

    /// <summary>All workers are gone: nobody waits any more.</summary>
    public void End(IEnumerable<WorkerProcess> workers)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var worker in workers)
        {
            foreach (var tenant in Tenants)
            {
                tenant.Leave(worker.Number, now);
            }
        }
    }
}
