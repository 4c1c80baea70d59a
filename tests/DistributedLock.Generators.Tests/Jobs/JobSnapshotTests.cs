using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.Jobs;

/// <summary>The other part of a job class reads as if it had been written by hand: look at the files in the folder Snapshots.</summary>
public class JobSnapshotTests
{
    private const string ReportJob = """
        namespace Shop;

        [DistributedLock("report-{MergedJobDataMap[tenantId]}")]
        public sealed partial class ReportJob(IDistributedLockProvider locks) : IJob
        {
            public async {0} Execute(IJobExecutionContext context) => await Task.Yield();
        }

        """;

    private static readonly Dictionary<string, string> Sources = new()
    {
        ["QuartzJob"] = ReportJob.Replace("{0}", "ValueTask", StringComparison.Ordinal),
        ["QuartzJobThatComesAgain"] = """
            [DistributedLock("report-{JobDetail.Key.Name}", OnContention = Contention.Reschedule, RescheduleSeconds = 30)]
            public partial class ReportJob(IDistributedLockProvider locks) : IJob
            {
                public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => default;
            }
            """,
        ["QuartzJobWithInput"] = """
            public record Mail(string To);

            [DistributedLock("mail-{input.To}", OnContention = Contention.Throw, TimeoutSeconds = 5)]
            public partial class MailJob(IDistributedLockProvider locks) : IJob<Mail>
            {
                public async ValueTask Execute(IJobExecutionContext context, Mail input, CancellationToken cancellationToken) => await Task.Yield();
            }
            """,
        ["QuartzJobWithSeveralLocks"] = """
            [DistributedLock("area-{Area}")]
            public abstract partial class AreaJob(IDistributedLockProvider locks) : IJob
            {
                protected IDistributedLockProvider Locks { get; } = locks;
                protected int[] Shards { get; } = [1, 2];
                public string Area => "";
                public abstract ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default);
            }

            public static partial class Jobs
            {
                [DistributedLock("shard-{Shards*}", Fallback = nameof(Busy))]
                internal sealed partial class ShardJob<T>(IDistributedLockProvider locks) : AreaJob(locks)
                {
                    public override ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => default;
                    private void Busy() { }
                }
            }
            """,
        ["CoravelJob"] = """
            public record ImportRequest(string TenantId);

            [DistributedLock("import-{Payload.TenantId}", TimeoutSeconds = 5)]
            public partial class ImportJob(IDistributedLockProvider locks) : IInvocable, IInvocableWithPayload<ImportRequest>
            {
                public ImportRequest Payload { get; set; } = null!;
                public Task Invoke() => Task.CompletedTask;
            }
            """,
        ["CoravelJobWithToken"] = """
            [DistributedLock("clean-up")]
            public partial record CleanUpJob(IDistributedLockProvider Locks) : IInvocable, ICancellableInvocable
            {
                public CancellationToken CancellationToken { get; set; }
                public Task Invoke() => Task.CompletedTask;
            }
            """,
        ["RejectedJob"] = """
            [DistributedLock("report-{nobody}")]
            public partial class ReportJob(IDistributedLockProvider locks) : IJob
            {
                public async Task Execute(IJobExecutionContext context) => await Task.Yield();
            }
            """,
    };

    public static TheoryData<string> Names => [.. Sources.Keys];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public void Generated_job_is_as_verified(string name)
    {
        var compiled = JobSource.Compiled(Sources[name]);

        Assert.Empty(compiled.CompilerMessages());
        Snapshot.Matches(compiled.Text, name);
    }

    [Fact(Timeout = 60_000)]
    public void Job_leaves_what_it_does_not_say_to_its_profile()
    {
        var compiled = JobSource.Compiled("""
            [DistributedLock("a", OnContention = Contention.Reschedule, Profile = "later"), DistributedLock("b", TimeoutSeconds = 3)]
            public sealed partial class ReportJob(IDistributedLockProvider locks) : IJob
            {
                public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => default;
            }
            """);

        Assert.Empty(compiled.CompilerMessages());
        Assert.All(
            new[]
            {
                "DefaultTimeout = global::System.TimeSpan.Zero,", "DefaultRescheduleAfter = global::System.TimeSpan.FromSeconds(60),", "Profile = \"later\",",
                "JobReschedule.After((locks, JobLock1), (locks, JobLock2))", ", Profile = \"later\")]",
            },
            part => Assert.Contains(part, compiled.Text, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public void Job_for_Quartz_3_is_as_verified()
    {
        var compiled = JobSource.CompiledForQuartz3("""
            [DistributedLock("report-{MergedJobDataMap[tenantId]}", OnContention = Contention.Reschedule, RescheduleSeconds = 30)]
            public sealed partial class ReportJob(IDistributedLockProvider locks) : IJob
            {
                public async Task Execute(IJobExecutionContext context) => await Task.Yield();
            }
            """);

        Assert.Empty(compiled.CompilerMessages());
        Snapshot.Matches(compiled.Text, "Quartz3Job");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Disable)]
    public void Job_of_a_project_with_the_oldest_language_compiles(NullableContextOptions nullable)
    {
        const string source = """
            using Quartz;
            using Coravel.Invocable;

            [DistributedLock("nightly-{Trigger.Key.Name}-{MergedJobDataMap[page]}", OnContention = Contention.Reschedule, RescheduleSeconds = 5)]
            public partial class NightlyJob : IJob
            {
                private readonly IDistributedLockProvider _handle;
                public NightlyJob(IDistributedLockProvider handle) { _handle = handle; }
                public void Execute() { }
            }

            [DistributedLock("clean-up", OnContention = Contention.Throw)]
            public partial class CleanUpJob : IInvocable, ICancellableInvocable
            {
                private readonly IDistributedLockProvider hold;
                public CleanUpJob(IDistributedLockProvider hold) { this.hold = hold; }
                public CancellationToken CancellationToken { get; set; }
                public Task Invoke() { return Task.CompletedTask; }
            }
            """;
        var compiled = CompiledSource.Of(
            CompiledSource.Compilation(source, LanguageVersion.CSharp9, nullable).AddReferences(References.JobFrameworks),
            CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp9));

        Assert.Empty(compiled.CompilerMessages());
        Assert.Equal(3, compiled.Files.Length);
    }

    [Fact(Timeout = 60_000)]
    public void Nothing_is_generated_for_jobs_without_their_framework()
    {
        var compiled = CompiledSource.Of("""
            public interface IJob { Task Execute(); }

            [DistributedLock("k")]
            public partial class ReportJob(IDistributedLockProvider locks) : IJob { public Task Execute() => locks is null ? null! : Task.CompletedTask; }
            """);

        Assert.Empty(compiled.Files);
        Assert.Empty(compiled.CompilerMessages());
    }

    [Fact(Timeout = 60_000)]
    public void Class_in_two_parts_with_a_lock_each_is_one_job()
    {
        var compiled = JobSource.Compiled("""
            [DistributedLock("a")]
            public partial class ReportJob : IJob { public async ValueTask Execute(IJobExecutionContext context, IReadOnlyList<IDistributedLockHandle> held) => await Task.Yield(); }

            [DistributedLock("b")]
            public partial class ReportJob(IDistributedLockProvider locks);
            """);

        Assert.Empty(compiled.CompilerMessages());
        Assert.Contains("LockClaims", compiled.Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Method_that_is_inherited_from_another_assembly_is_called_under_the_lock()
    {
        using var image = new MemoryStream();
        var library = JobSource.Compiled("public class LibraryJob : IInvocable { public Task Invoke() => Task.CompletedTask; }").Output.WithAssemblyName("Library");
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);

        var compiled = CompiledSource.Of(CompiledSource.Compilation("""[DistributedLock("k")] public sealed partial class LockedJob(IDistributedLockProvider locks) : LibraryJob;""")
            .AddReferences(References.JobFrameworks).AddReferences(MetadataReference.CreateFromImage(image.ToArray())));

        Assert.Empty(compiled.CompilerMessages());
        Assert.Contains("partial class LockedJob : global::Coravel.Invocable.IInvocable", compiled.Text, StringComparison.Ordinal);
        Assert.Contains("await Invoke();", compiled.Text, StringComparison.Ordinal);
    }
}
