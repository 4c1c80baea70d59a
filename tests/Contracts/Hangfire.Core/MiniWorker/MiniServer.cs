using System.Collections.Concurrent;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;

namespace Hangfire.MiniWorker;

/// <summary>
/// A storage and a server in one. Jobs wait until the test calls <see cref="Work"/>; several threads may call it at once, each is a worker.
/// </summary>
/// <param name="activator">Makes the jobs' instances; not given: <see cref="JobActivator.Current"/>.</param>
/// <param name="filters">Not given: the global ones.</param>
public sealed class MiniServer(JobActivator activator = null, JobFilterCollection filters = null) : IBackgroundJobClient
{
    private readonly ConcurrentDictionary<string, JobRecord> _jobs = new();
    private readonly ConcurrentQueue<string> _queue = new();
    private readonly MiniStorage _storage = new();
    private int _lastId;

    public JobRecord this[string jobId] => _jobs[jobId];

    /// <summary>How many changes of state after a performance the storage refuses; the worker then tries again, with the same state.</summary>
    public int RefusedChanges { get; set; }

    public ICollection<JobRecord> Jobs => _jobs.Values;

    public string Create(Job job, IState state)
    {
        var id = Interlocked.Increment(ref _lastId).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var record = new JobRecord(new BackgroundJob(id, job, DateTime.UtcNow), _storage);
        _jobs[id] = record;
        Change(record, state);
        return id;
    }

    public bool ChangeState(string jobId, IState state, string expectedState)
    {
        var record = _jobs[jobId];
        lock (record)
        {
            if (expectedState is not null && record.State.Name != expectedState)
            {
                return false;
            }

            Change(record, state);
            return true;
        }
    }

    /// <summary>Performs what is enqueued, one job after the other, until nothing is.</summary>
    /// <param name="shutdown">What jobs are given; a job that it cancels goes back to the queue, and the worker ends.</param>
    /// <returns>The number of jobs that were taken from the queue.</returns>
    public int Work(CancellationToken shutdown = default)
    {
        var count = 0;
        while (!shutdown.IsCancellationRequested && _queue.TryDequeue(out var id))
        {
            var record = _jobs[id];
            if (ChangeState(id, new ProcessingState(), EnqueuedState.StateName) && record.State is ProcessingState)
            {
                Perform(record, shutdown);
                count++;
            }
        }

        return count;
    }

    /// <summary>Enqueues the scheduled jobs whose time has come by then.</summary>
    public void EnqueueDue(DateTime utcNow)
    {
        foreach (var record in _jobs.Values)
        {
            if (record.State is ScheduledState scheduled && scheduled.EnqueueAt <= utcNow)
            {
                ChangeState(record.Job.Id, new EnqueuedState(), ScheduledState.StateName);
            }
        }
    }

    private void Perform(JobRecord record, CancellationToken shutdown)
    {
        IState state;
        try
        {
            var performance = new Performance(record, activator ?? JobActivator.Current, Filters(record));
            state = new SucceededState(performance.Run(shutdown));
        }
        catch (JobPerformanceException exception)
        {
            state = new FailedState(exception.InnerException) { Reason = exception.Message };
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            state = new EnqueuedState { Reason = "The server was shut down." };
        }

        for (; RefusedChanges > 0; RefusedChanges--)
        {
            Elect(record, state);
        }

        ChangeState(record.Job.Id, state, ProcessingState.StateName);
    }

    private ElectStateContext Elect(JobRecord record, IState state)
    {
        var election = new ElectStateContext(record, state);
        foreach (var filter in Filters(record).OfType<IElectStateFilter>())
        {
            filter.OnStateElection(election);
        }

        return election;
    }

    private void Change(JobRecord record, IState state)
    {
        var election = Elect(record, state);
        record.Apply(election.TraversedStates, election.CandidateState);
        if (record.State is EnqueuedState)
        {
            _queue.Enqueue(record.Job.Id);
        }
    }

    private IReadOnlyList<object> Filters(JobRecord record) => FilterOrder.Of(record.Job.Job, filters ?? GlobalJobFilters.Filters);
}
