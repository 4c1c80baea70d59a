using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Jobs;

/// <summary>Compiles job classes against the job frameworks.</summary>
internal static class JobSource
{
    /// <summary>The members of Quartz 3 that generated code uses, in the shape they had there: tasks, and no token of its own.</summary>
    public const string Quartz3 = """
        namespace Quartz
        {
            public class Key<T> { public string Name => "name"; public string Group => "group"; }
            public sealed class JobKey : Key<JobKey> { }
            public sealed class TriggerKey : Key<TriggerKey> { }
            public class DirtyFlagMap<TKey, TValue> where TKey : notnull { public virtual TValue this[TKey key] { get => default!; set { } } }
            public class JobDataMap : DirtyFlagMap<string, object> { }
            public interface IJobDetail { JobKey Key { get; } }
            public interface ITrigger { TriggerKey Key { get; } int Priority { get; } }
            public interface IScheduler
            {
                Task<DateTimeOffset> ScheduleJob(ITrigger trigger, CancellationToken cancellationToken = default);
                Task<bool> Interrupt(JobKey jobKey, CancellationToken cancellationToken = default);
                Task<bool> Interrupt(string fireInstanceId, CancellationToken cancellationToken = default);
            }
            public interface IJobExecutionContext
            {
                IScheduler Scheduler { get; }
                ITrigger Trigger { get; }
                JobDataMap MergedJobDataMap { get; }
                IJobDetail JobDetail { get; }
                string FireInstanceId { get; }
                object? Result { get; set; }
                CancellationToken CancellationToken { get; }
            }
            public interface IJob { Task Execute(IJobExecutionContext context); }
            public class JobExecutionException : Exception { public JobExecutionException(Exception cause) : base(cause.Message, cause) { } }
            public sealed class TriggerBuilder
            {
                public static TriggerBuilder Create() => new();
                public TriggerBuilder WithIdentity(string name, string group) => this;
                public TriggerBuilder WithDescription(string? description) => this;
                public TriggerBuilder ForJob(JobKey jobKey) => this;
                public TriggerBuilder UsingJobData(JobDataMap newJobDataMap) => this;
                public TriggerBuilder WithPriority(int priority) => this;
                public TriggerBuilder StartAt(DateTimeOffset startTimeUtc) => this;
                public ITrigger Build() => null!;
            }
        }
        """;

    /// <param name="source">Job classes; the namespaces of the frameworks are imported.</param>
    public static CompiledSource Compiled(string source) =>
        CompiledSource.Of(CompiledSource.Compilation("using Quartz; using Coravel.Invocable;\n" + source).AddReferences(References.JobFrameworks));

    /// <summary>Against Quartz 3, and nothing that hosts services.</summary>
    public static CompiledSource CompiledForQuartz3(string source) => CompiledSource.Of("using Quartz;\n" + source + Quartz3);
}
