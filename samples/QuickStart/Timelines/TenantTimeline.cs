using QuickStart.Workers;

namespace QuickStart.Timelines;

/// <summary>What has happened to one tenant in one phase.</summary>
internal sealed class TenantTimeline(string tenant)
{
    private readonly List<Run> _runs = [];
    private readonly SortedSet<int> _waiting = [];

    public string Tenant => tenant;

    public IReadOnlyList<Run> Runs => _runs;

    /// <summary>The workers that have called the method and are not in its body.</summary>
    public IReadOnlyCollection<int> Waiting => _waiting;

    /// <summary>The workers that are in the body.</summary>
    public IEnumerable<int> Running => _runs.Where(run => run.IsGoingOn).Select(run => run.Worker).Order();

    public void Apply(int worker, WorkerEvent happened)
    {
        switch (happened.Kind)
        {
            case WorkerEventKind.Waiting:
                _waiting.Add(worker);
                break;
            case WorkerEventKind.Begin:
                _waiting.Remove(worker);
                _runs.Add(new Run(worker, happened.Timestamp));
                break;
            case WorkerEventKind.End:
                End(worker, happened.Timestamp);
                break;
        }
    }

    /// <summary>The process is gone: nobody else will say that its run has ended.</summary>
    /// <returns>Whether it was in the body.</returns>
    public bool Leave(int worker, long timestamp)
    {
        _waiting.Remove(worker);
        return End(worker, timestamp);
    }

    private bool End(int worker, long timestamp)
    {
        var run = _runs.FindLast(run => run.Worker == worker && run.IsGoingOn);
        run?.EndAt(timestamp);
        return run is not null;
    }
}
