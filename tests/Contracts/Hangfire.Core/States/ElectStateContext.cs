using Hangfire.MiniWorker;

namespace Hangfire.States;

/// <summary>The election of a job's next state.</summary>
public class ElectStateContext : StateContext
{
    private readonly List<IState> _traversed = [];
    private readonly JobRecord _record;
    private IState _candidate;

    internal ElectStateContext(JobRecord record, IState candidate)
    {
        _record = record;
        _candidate = candidate;
        BackgroundJob = record.Job;
        Storage = record.Storage;
        CurrentState = record.State?.Name;
    }

    public override BackgroundJob BackgroundJob { get; }

    public JobStorage Storage { get; }

    public IState CandidateState
    {
        get => _candidate;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (_candidate != value)
            {
                _traversed.Add(_candidate);
                _candidate = value;
            }
        }
    }

    public string CurrentState { get; }

    /// <summary>The candidates that others took the place of. They are written into the job's history.</summary>
    public IState[] TraversedStates => [.. _traversed];

    public void SetJobParameter<T>(string name, T value) => _record.Parameters[name] = value;

    public T GetJobParameter<T>(string name) => _record.Parameters.TryGetValue(name, out var value) ? (T)value : default;
}
