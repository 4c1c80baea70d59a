using DistributedLock.Generators.Tests.Harness;
using static DistributedLock.Generators.Tests.Diagnostics.DeclarationDiagnostics;

namespace DistributedLock.Generators.Tests.Jobs;

/// <summary>What is wrong with a lock on a class.</summary>
public class JobDiagnosticTests
{
    private const string Execute = "public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Task.Yield();";
    private const string Invoke = "public Task Invoke() => Task.CompletedTask;";

    public static TheoryData<string> Marked =>
    [
        // Nothing is wrong.
        $$"""[DistributedLock("k-{MergedJobDataMap[x]}")] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} }""",
        $$"""[DistributedLock("k-{this.Trigger}-{context.Trigger.Key.Name}")] public partial class J(IDistributedLockProvider locks) : IJob { public int Trigger => 1; {{Execute}} }""",
        $$"""[DistributedLock("k")] public partial class J(IDistributedLockProvider locks) : IInvocable { {{Invoke}} }""",
        $$"""[DistributedLock("k-{Trigger.Description}-{ScheduledFireTimeUtc}")] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} }""",

        // What is no job, or cannot be one.
        """[DistributedLock("k")] public partial class [|DLK0009:J|] { public Task Execute() => Task.CompletedTask; }""",
        $$"""[DistributedLock("k")] public partial class [|DLK0009:J|](IDistributedLockProvider locks) : IJob, IInvocable { {{Execute}} {{Invoke}} IDistributedLockProvider L => locks; }""",
        $$"""[DistributedLock("k")] file partial class [|DLK0009:J|](IDistributedLockProvider locks) : IJob { {{Execute}} IDistributedLockProvider L => locks; }""",
        $$"""[DistributedLock("k")] public class [|DLK0002:J|](IDistributedLockProvider locks) : IJob { {{Execute}} IDistributedLockProvider L => locks; }""",
        $$"""public class [|DLK0002:Outer|] { [DistributedLock("k")] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} IDistributedLockProvider L => locks; } }""",

        // The job's method.
        """[DistributedLock("k")] public partial class J(IDistributedLockProvider locks) : IJob { ValueTask IJob.[|DLK0012:Execute|](IJobExecutionContext context, CancellationToken cancellationToken) => locks is null ? default : default; }""",
        """public abstract class B : IJob { ValueTask IJob.Execute(IJobExecutionContext context, CancellationToken cancellationToken) => default; } [DistributedLock("k")] public partial class [|DLK0012:J|](IDistributedLockProvider locks) : B;""",
        """[DistributedLock("k")] public partial class [|DLK0003:J|](IDistributedLockProvider locks) : IJob;""",
        """[DistributedLock("k")] public partial class [|DLK0003:J|](IDistributedLockProvider locks) : IJob { public Task<int> Execute(IJobExecutionContext context) => Task.FromResult(1); }""",
        """[DistributedLock("k")] public partial class [|DLK0003:J|](IDistributedLockProvider locks) : IJob { public async ValueTask Execute(IJobExecutionContext context, int page) => await Task.Yield(); }""",
        """[DistributedLock("k")] public partial class [|DLK0003:J|](IDistributedLockProvider locks) : IJob { public async ValueTask Execute(IReadOnlyList<IDistributedLockHandle> held) => await Task.Yield(); }""",

        // The key and the provider.
        $$"""[DistributedLock("k-[|DLK0004:{|]")] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} }""",
        $$"""[DistributedLock("k-[|DLK0005:{MergedJobDatamap[x]}|]")] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} }""",
        $$"""[DistributedLock("k-[|DLK0005:{Trigger}|]")] public partial class J(IDistributedLockProvider locks) : IJob { public int Trigger => 1; {{Execute}} }""",
        $$"""[DistributedLock("k-[|DLK0005:{cancellationToken}|]")] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} }""",
        $$"""[DistributedLock("k-[|DLK0006:{JobDetail}|]")] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} }""",
        $$"""[DistributedLock("k-[|DLK0007:{Region}|]")] public partial class J(IDistributedLockProvider locks) : IJob { public string? Region => null; {{Execute}} }""",
        $$"""[DistributedLock("k")] public partial class [|DLK0008:J|] : IJob { {{Execute}} }""",
        $$"""[DistributedLock("k")] public partial class [|DLK0008:J|](IDistributedLockProvider a, IDistributedLockProvider b) : IJob { {{Execute}} }""",

        // The options.
        $$"""[DistributedLock("k", [|DLK0011:OnContention = Contention.Reschedule|])] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} }""",
        $$"""[DistributedLock("k", OnContention = Contention.Reschedule, Profile = "later")] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} }""",
        $$"""[DistributedLock("k", [|DLK0011:OnContention = Contention.Reschedule|], Profile = "later")] public partial class J(IDistributedLockProvider locks) : IInvocable { {{Invoke}} }""",
        $$"""[DistributedLock("k", [|DLK0011:RescheduleSeconds = 5|])] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} }""",
        $$"""[DistributedLock("k", OnContention = Contention.Reschedule, [|DLK0011:RescheduleSeconds = 0|])] public partial class J(IDistributedLockProvider locks) : IJob { {{Execute}} }""",
        $$"""[DistributedLock("k", [|DLK0011:OnContention = Contention.Reschedule|], [|DLK0011:RescheduleSeconds = 5|])] public partial class J(IDistributedLockProvider locks) : IInvocable { {{Invoke}} }""",
        $$"""[DistributedLock("k", OnContention = Contention.Skip, [|DLK0011:Fallback = nameof(Busy)|])] public partial class J(IDistributedLockProvider locks) : IInvocable { {{Invoke}} void Busy() { } }""",
        $$"""[DistributedLock("k", [|DLK0011:Fallback = nameof(Busy)|])] public partial class J(IDistributedLockProvider locks) : IInvocable { {{Invoke}} void Busy(int x) { } }""",
        $$"""[DistributedLock("k", [|DLK0011:Core = nameof(Invoke)|])] public partial class J(IDistributedLockProvider locks) : IInvocable { {{Invoke}} }""",
        $$"""[DistributedLock("k", OnContention = Contention.Throw), DistributedLock("l", [|DLK0011:OnContention = Contention.Skip|])] public partial class J(IDistributedLockProvider locks) : IInvocable { {{Invoke}} }""",
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Marked))]
    public async Task Diagnostics_of_a_job_class_are_as_marked(string marked) => await AreAsync("using Quartz; using Coravel.Invocable;\n" + marked, References.JobFrameworks);

    [Fact(Timeout = 60_000)]
    public async Task Class_that_goes_past_the_lock_of_its_base_class_is_told()
    {
        var compiled = JobSource.Compiled($$"""
            [DistributedLock("k")] public partial class B(IDistributedLockProvider locks) : IJob { {{Execute}} }
            public class Derived(IDistributedLockProvider locks) : B(locks);
            public class Past(IDistributedLockProvider locks) : B(locks), IJob;
            """);

        var found = Assert.Single(await compiled.AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            "'Past' cannot be locked: it implements 'IJob' again, which goes past the lock of its base class: remove 'IJob' from its base list, or give it a lock of its own",
            found.GetMessage(null));
    }

    [Fact(Timeout = 60_000)]
    public async Task Class_that_goes_past_the_lock_by_an_interface_of_its_own_is_told()
    {
        var compiled = JobSource.Compiled($$"""
            public interface IOwnJob : IJob;
            [DistributedLock("k")] public partial class B(IDistributedLockProvider locks) : IOwnJob { {{Execute}} }
            public class Past(IDistributedLockProvider locks) : B(locks), IOwnJob;
            """);

        var found = Assert.Single(await compiled.AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("'Past' cannot be locked: it implements 'IOwnJob' again", found.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Class_of_no_known_framework_is_told_which_are_known()
    {
        var found = await AreAsync("""[DistributedLock("k")] public partial class [|DLK0009:J|] { }""");

        Assert.Equal(
            "'J' cannot be locked: it is no job class of a known job framework, as it does not implement Quartz.IJob or Coravel.Invocable.IInvocable: put the attribute on its methods",
            Assert.Single(found).GetMessage(null));
    }

    [Fact(Timeout = 60_000)]
    public async Task Name_with_two_meanings_is_told_how_to_write_each()
    {
        var found = await AreAsync(
            $$"""using Quartz; [DistributedLock("k-[|DLK0005:{Trigger.Key.Name}|]")] public partial class J(IDistributedLockProvider locks) : IJob { public int Trigger => 1; {{Execute}} }""",
            References.JobFrameworks);

        Assert.Equal(
            "The placeholder 'Trigger.Key.Name' names nothing: 'Trigger' is a member of 'J' and of the job's context; write {this.Trigger} for the one, or {context.Trigger} for the other",
            Assert.Single(found).GetMessage(null));
    }
}
