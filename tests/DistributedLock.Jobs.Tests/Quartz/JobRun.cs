using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz;

/// <summary>How one firing ended, as Quartz tells its listeners.</summary>
internal sealed record JobRun(JobKey Job, TriggerKey Trigger, ExecutionOutcome Outcome, JobRunResult? Reported, string? Summary, JobExecutionException? Failure, JobDataMap Data)
{
    public bool WasSkipped => Reported == JobRunResult.Skipped;
}
