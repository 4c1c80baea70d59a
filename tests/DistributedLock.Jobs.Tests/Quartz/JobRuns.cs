using System.Collections.Concurrent;
using System.Threading.Channels;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz;

/// <summary>Listens to how firings end.</summary>
internal sealed class JobRuns : IJobListener
{
    private readonly Channel<JobRun> _runs = Channel.CreateUnbounded<JobRun>();
    private readonly ConcurrentQueue<JobRun> _all = new();

    public string Name => "runs";

    public IReadOnlyCollection<JobRun> All => _all;

    /// <summary>The next firing that ended, in the order they ended.</summary>
    public ValueTask<JobRun> NextAsync(CancellationToken cancellationToken) => _runs.Reader.ReadAsync(cancellationToken);

    public ValueTask JobWasExecuted(IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default)
    {
        var report = context.Result as IJobRunReport;
        var run = new JobRun(context.JobDetail.Key, context.Trigger.Key, context.Outcome, report?.Result, report?.Summary, jobException, context.MergedJobDataMap);
        _all.Enqueue(run);
        return _runs.Writer.WriteAsync(run, cancellationToken);
    }
}
