using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Symbols;

namespace DistributedLock.Generators.Text.Jobs;

/// <summary>Quartz 3 and 4.</summary>
internal sealed class QuartzText(LockedJob job) : JobText
{
    private readonly string _context = job.Method.Signature.Parameters[0].Name;

    public override bool WrapsFailures => true;

    public override string Interruption => job.Features.HasFlag(JobFeatures.InterruptFireInstance)
        ? $"{_context}.Scheduler.InterruptFireInstance({_context}.FireInstanceId).AsTask()"
        : $"{_context}.Scheduler.Interrupt({_context}.FireInstanceId)";

    private string Locks => string.Join(", ", job.Method.Locks.Select(static declared => $"({declared.Provider}, {declared.DefinitionName})"));

    private string Templates => string.Join(", ", job.Method.Locks.Select(static declared => declared.Key.Template).Distinct());

    public override string Failure(string exception) => $"new global::Quartz.JobExecutionException({exception})";

    public override void WriteSkip(CodeWriter code) => WriteReport(code, string.Empty);

    /// <remarks>A trigger of its own: the job's schedule stays as it is, and a job without another trigger lives until this one has fired.</remarks>
    public override void WriteReschedule(CodeWriter code, LocalNames names)
    {
        code.Line($"var {names.Trigger} = global::Quartz.TriggerBuilder.Create()");
        code.Continue(
        [
            $".WithIdentity(\"contended-\" + global::System.Guid.NewGuid().ToString(\"N\"), {_context}.Trigger.Key.Group)",
            $".WithDescription({CSharpText.Literal($"Runs again because the lock was held elsewhere: {Templates}")})",
            $".ForJob({_context}.JobDetail.Key)",
            $".UsingJobData({_context}.MergedJobDataMap)",
            $".WithPriority({_context}.Trigger.Priority)",
            $".StartAt(global::System.DateTimeOffset.UtcNow + {RuntimeNames.JobReschedule}.After({Locks}))",
            ".Build();",
        ]);
        code.Line($"await {_context}.Scheduler.ScheduleJob({names.Trigger}, cancellationToken: {job.Method.Token});");
        WriteReport(code, "; runs again later");
    }

    private void WriteReport(CodeWriter code, string consequence)
    {
        if (job.Features.HasFlag(JobFeatures.SkippedResult))
        {
            code.Line($"{_context}.Result = global::Quartz.JobRunReport.Skipped({CSharpText.Literal($"The lock is held elsewhere: {Templates}{consequence}")});");
        }
    }
}
