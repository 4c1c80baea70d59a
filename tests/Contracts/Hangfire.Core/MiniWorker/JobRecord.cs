using Hangfire.States;

namespace Hangfire.MiniWorker;

/// <summary>What the storage knows of a job.</summary>
public sealed class JobRecord
{
    private readonly List<IState> _history = [];

    internal JobRecord(BackgroundJob job, JobStorage storage)
    {
        Job = job;
        Storage = storage;
    }

    public BackgroundJob Job { get; }

    internal JobStorage Storage { get; }

    /// <summary>Where the job is now.</summary>
    public IState State { get; private set; }

    /// <summary>Every state of the job, and every candidate that another one took the place of.</summary>
    public IReadOnlyList<IState> History => _history;

    /// <summary>What filters wrote about the job, as <c>RetryCount</c>.</summary>
    public Dictionary<string, object> Parameters { get; } = [];

    /// <summary>How often the job method was called.</summary>
    public int Performances { get; internal set; }

    internal void Apply(IEnumerable<IState> traversed, IState state)
    {
        _history.AddRange(traversed);
        _history.Add(state);
        State = state;
    }
}
