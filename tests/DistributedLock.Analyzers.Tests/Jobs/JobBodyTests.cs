using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Jobs;

/// <summary>The body of a locked job class runs under its lock, as a core does: the rules about use and order see it.</summary>
public class JobBodyTests
{
    /// <summary>What a job's body may do about its own lock, and what is to be said.</summary>
    public static TheoryData<string, string> Bodies { get; } = new()
    {
        { "DLK0106", "public async Task Invoke() { [|Thread.Sleep(1)|]; await Task.Yield(); }" },
        { "DLK0106", "public void Invoke() { [|Task.Delay(1).Wait()|]; }" },
        { "DLK0106", "public Task Invoke(CancellationToken token) { [|Thread.Sleep(1)|]; return Task.CompletedTask; }" },
        { "DLK0108", "public async Task Invoke() { _ = [|Task.Run(() => 1)|]; await Task.Yield(); }" },
        { "DLK0108", "public async Task Invoke() { [|WorkAsync()|]; await Task.Yield(); }" },
        { "DLK0107", "public async Task [|Invoke|]() { await WorkAsync(); }" },
        { "DLK0201", "public async Task Invoke() { await using var again = await [|_locks.AcquireAsync(\"nightly\")|]; }" },
        { "DLK0201", "public Task Invoke() => [|TakeAsync()|]; private async Task TakeAsync() { await using var again = await _locks.AcquireAsync(\"nightly\"); }" },
        { "DLK0201", "public Task Invoke() => [|PartAsync()|]; [DistributedLock(\"nightly\")] public partial Task PartAsync(); private Task PartCoreAsync() => Task.CompletedTask;" },
        { "DLK0105", "public Task Invoke() => Task.CompletedTask; public Task NowAsync() => [|Invoke|]();" },
    };

    public static TheoryData<string, string> Harmless { get; } = new()
    {
        { "DLK0106", "public async Task Invoke() { await Task.Delay(1); } public async Task OtherAsync() { Thread.Sleep(1); await Task.Yield(); }" },
        { "DLK0106", "public async Task Invoke() { await Task.Run(() => Thread.Sleep(1)); }" },
        { "DLK0108", "public async Task Invoke() { await Task.Run(() => 1); }" },
        { "DLK0107", "public async Task Invoke(CancellationToken token) { await Task.Delay(1, token); }" },
        { "DLK0107", "public async Task Invoke(IDistributedLockHandle handle) { await WorkAsync(); }" },
        { "DLK0107", "public Task Invoke() => Task.CompletedTask;" },
        { "DLK0201", "public async Task Invoke() { await using var other = await _locks.AcquireAsync(\"hourly\"); }" },
        { "DLK0201", "public Task Invoke() => Task.CompletedTask; public async Task OtherAsync() { await using var same = await _locks.AcquireAsync(\"nightly\"); }" },
        { "DLK0105", "public async Task Invoke() { await Invoke(); }" },
        { "DLK0105", "public Task Invoke() => Task.CompletedTask; public Task NowAsync() => ((Coravel.Invocable.IInvocable)this).Invoke();" },
        { "DLK0105", "public Task Invoke() => Task.CompletedTask; [Fact] public Task NowAsync() => Invoke(); private sealed class FactAttribute : Attribute;" },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Bodies))]
    public Task Body_of_a_locked_job_is_under_its_lock(string rule, string members) => Check.ReportsAsync(rule, Job("""[DistributedLock("nightly")]""", members));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Harmless))]
    public Task What_is_done_right_or_outside_of_the_body_is_silent(string rule, string members) => Check.SilentAsync(rule, Job("""[DistributedLock("nightly")]""", members));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Bodies))]
    public Task Job_without_the_attribute_is_silent(string rule, string members) =>
        Check.SilentAsync(rule, Job(string.Empty, members.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)) with { MayNotCompile = true });

    [Fact(Timeout = 60_000)]
    public async Task Own_lock_taken_again_by_a_job_is_an_error_with_its_way()
    {
        var found = await Check.ReportsAsync("DLK0201", Job("""[DistributedLock("nightly")]""", Bodies.Select(static row => row.Data).Last(static row => row.Item1 == "DLK0201").Item2));

        var diagnostic = Assert.Single(found);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Contains("Nightly.Invoke -> Nightly.PartAsync", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public Task Placeholder_of_a_job_is_the_member_that_its_body_reads() => Check.ReportsAsync("DLK0201", """
        [DistributedLock("tenant-{Payload}")]
        public partial class Nightly(IDistributedLockProvider locks) : Coravel.Invocable.IInvocable, Coravel.Invocable.IInvocableWithPayload<string>
        {
            public string Payload { get; set; } = "";
            public async Task Invoke()
            {
                await using (await locks.AcquireAsync($"tenant-{OtherTenant}")) { }
                await using var again = await [|locks.AcquireAsync($"tenant-{Payload}")|];
            }
            private string OtherTenant { get; } = "";
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Shared_job_that_takes_its_lock_exclusively_is_an_upgrade() => Check.ReportsAsync("DLK0204", Job(
        """[DistributedLock("nightly", Mode = LockMode.Shared)]""", "public async Task Invoke() { await using var again = await [|_locks.AcquireAsync(\"nightly\")|]; }"));

    [Fact(Timeout = 60_000)]
    public Task Job_and_service_that_take_two_locks_in_opposite_orders_are_reported() => Check.ReportsAsync("DLK0202", Job(
        """[DistributedLock("nightly")]""",
        """
        public async Task Invoke() { await using var stock = await [|_locks.AcquireAsync("stock")|]; }
        public async Task OtherAsync() { await using var stock = await _locks.AcquireAsync("stock"); await using var nightly = await _locks.AcquireAsync("nightly"); }
        """));

    [Fact(Timeout = 60_000)]
    public Task Override_of_a_locked_base_class_is_under_its_lock_and_the_base_of_a_locked_class_is_not() => Check.ReportsAsync("DLK0106", """
        [DistributedLock("nightly")]
        public abstract partial class Base(IDistributedLockProvider locks) : Coravel.Invocable.IInvocable
        {
            public abstract Task Invoke();
        }

        public class Derived(IDistributedLockProvider locks) : Base(locks)
        {
            public override async Task Invoke() { [|Thread.Sleep(1)|]; await Task.Yield(); }
        }

        public class Plain { public async Task Invoke() { Thread.Sleep(1); await Task.Yield(); } }

        [DistributedLock("other")]
        public partial class Locked(IDistributedLockProvider locks) : Plain, Coravel.Invocable.IInvocable;
        """);

    [Fact(Timeout = 60_000)]
    public Task Job_with_a_token_of_its_own_can_notice_a_loss() => Check.SilentAsync("DLK0107", """
        [DistributedLock("nightly")]
        public partial class Nightly(IDistributedLockProvider locks) : Coravel.Invocable.IInvocable, Coravel.Invocable.ICancellableInvocable
        {
            public CancellationToken CancellationToken { get; set; }
            public async Task Invoke() => await Task.Delay(1, CancellationToken);
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("DLK0106", "public async Task RunAsync(string tenant) { [|Thread.Sleep(1)|]; await Task.Yield(); }")]
    [InlineData("DLK0108", "public void Run(string tenant) { _ = [|Task.Run(() => 1)|]; }")]
    [InlineData("DLK0201", "public async Task RunAsync(string tenant) { await using var again = await [|_locks.AcquireAsync($\"report-{tenant}\")|]; }")]
    public Task Public_method_of_a_locked_Hangfire_class_is_under_its_lock(string rule, string member) => Check.ReportsAsync(rule, Hangfire(member));

    [Theory(Timeout = 60_000)]
    [InlineData("DLK0106", "public void Run(string tenant) => Thread.Sleep(1);")]
    [InlineData("DLK0107", "public async Task RunAsync(string tenant) => await Task.Delay(1);")]
    [InlineData("DLK0105", "public void Run(string tenant) { } public static void Enqueue(Reports reports, string tenant) => reports.Run(tenant);")]
    [InlineData("DLK0201", "public void Run(string tenant) { } private async Task OtherAsync(string tenant) { await using var same = await _locks.AcquireAsync($\"report-{tenant}\"); }")]
    public Task What_Hangfire_jobs_may_do_is_silent(string rule, string member) => Check.SilentAsync(rule, Hangfire(member));

    private static TestCode Job(string attribute, string members) => $$"""
        {{attribute}}
        public partial class Nightly(IDistributedLockProvider locks) : Coravel.Invocable.IInvocable
        {
            private readonly IDistributedLockProvider _locks = locks;
            {{members}}
            private static Task WorkAsync() => Task.Delay(1);
        }
        """;

    private static TestCode Hangfire(string member) => new($$"""
        [DistributedLock("report-{tenant}")]
        public class Reports(IDistributedLockProvider locks)
        {
            private readonly IDistributedLockProvider _locks = locks;
            {{member}}
        }
        """)
    {
        OtherReferences = [MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "Hangfire.Core.dll"))],
    };
}
