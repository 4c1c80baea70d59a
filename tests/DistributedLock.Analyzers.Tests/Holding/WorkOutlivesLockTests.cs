using DistributedLock.Analyzers.Tests.Awaiting;
using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Holding;

/// <summary>DLK0108: work that is started under the lock and outlives it.</summary>
public class WorkOutlivesLockTests
{
    private const string Rule = "DLK0108";

    [Theory(Timeout = 60_000)]
    [InlineData("_ = [|Task.Run(() => 1)|];")]
    [InlineData("[|Task.Run(() => 1)|];")]
    [InlineData("[|WorkAsync()|];")]
    [InlineData("_ = [|WorkAsync()|].ContinueWith(_ => { });")]
    [InlineData("var task = [|WorkAsync()|];")]
    [InlineData("Task task; task = [|WorkAsync()|];")]
    [InlineData("Console.WriteLine([|WorkAsync()|]);")]
    [InlineData("[|Task.Factory.StartNew(() => 1)|];")]
    [InlineData("[|Task.WhenAll(WorkAsync(), WorkAsync())|];")]
    [InlineData("User? some = this; [|some?.WorkAsync()|];")]
    [InlineData("[|FireAsync()|]; async void FireAsync() => await Task.Yield();")]
    [InlineData("[|new Thread(() => { }).Start()|];")]
    [InlineData("var thread = new Thread(() => { }) { IsBackground = true }; thread.Name = \"a\"; [|thread.Start()|];")]
    [InlineData("[|ThreadPool.QueueUserWorkItem(_ => { })|];")]
    [InlineData("Func<Task> work = () => WorkAsync(); _ = [|work()|];")]
    [InlineData("new List<int>().ForEach([|async n => await Task.Delay(n)|]);")]
    [InlineData("new List<int>().ForEach(n => [|WorkAsync()|]);")]
    [InlineData("Parallel.ForEach(new int[0], [|async n => await Task.Delay(n)|]);")]
    [InlineData("foreach (var n in new[] { 1 }) { [|WorkAsync()|]; }")]
    public async Task Work_that_nothing_waits_for_is_reported_in_every_kind_of_scope(string statements)
    {
        foreach (var scope in new[]
        {
            "public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); $$ }",
            "public async Task Run() { await using (await locks.AcquireAsync(\"a\")) { $$ } }",
            "public async Task Run() { await using (var h = await _medallion.AcquireAsync()) { $$ } }",
            "public async Task Run() { var h = await locks.AcquireAsync(\"a\"); try { $$ } finally { await h.DisposeAsync(); } }",
            "public async Task Run() { IDistributedLockHandle? h = null; try { h = await locks.AcquireAsync(\"a\"); $$ } finally { if (h != null) { await h.DisposeAsync(); } } }",
            "public void Run() { using var h = locks.Acquire(\"a\"); $$ }",
            "public void Run() { var h = locks.TryAcquire(\"a\"); if (h is null) { return; } $$ h.Dispose(); }",
        })
        {
            await Check.ReportsAsync(Rule, Programs.With(scope.Replace("$$", statements, StringComparison.Ordinal)));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Task", "private async Task RunCoreAsync() { await Task.Yield(); [|Task.Run(() => 1)|]; }")]
    [InlineData("Task", "private Task RunCoreAsync() { _ = [|Task.Run(() => 1)|]; return Task.CompletedTask; }")]
    [InlineData("void", "private void RunCoreAsync() { _ = [|Task.Run(() => 1)|]; }")]
    [InlineData("void", "private void RunCoreAsync() { var task = [|Task.Run(() => 1)|]; }")]
    [InlineData("void", "private void RunCoreAsync() => [|Fire()|]; private async void Fire() => await Task.Yield();")]
    public Task Work_that_outlives_a_core_is_reported(string result, string core) => Check.ReportsAsync(Rule, $$"""
        public partial class Invoices(IDistributedLockProvider locks)
        {
            [DistributedLock("a", Core = nameof(RunCoreAsync))]
            public partial {{result}} Run();
            {{core}}
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("public async Task Run() { Task task; await using (await locks.AcquireAsync(\"a\")) { task = [|WorkAsync()|]; } await task; }")]
    [InlineData("public async Task Run() { var task = Task.CompletedTask; await using (await locks.AcquireAsync(\"a\")) { task = [|WorkAsync()|]; } await task; }")]
    [InlineData("public async Task Run() { Task task = Task.CompletedTask; var h = await locks.AcquireAsync(\"a\"); try { task = [|WorkAsync()|]; } finally { await h.DisposeAsync(); } await task; }")]
    public Task A_task_awaited_after_the_release_is_reported(string members) => Check.ReportsAsync(Rule, Programs.With(members));

    [Theory(Timeout = 60_000)]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); await WorkAsync(); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); var task = WorkAsync(); await task; }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); var a = WorkAsync(); var b = WorkAsync(); await Task.WhenAll(a, b); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); var tasks = new List<Task>(); tasks.Add(WorkAsync()); await Task.WhenAll(tasks); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => WorkAsync())); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); WorkAsync().Wait(); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); _last = WorkAsync(); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); Forget(WorkAsync()); } private static void Forget(Task task) { }")]
    [InlineData("public async Task Run() { await using (await locks.AcquireAsync(\"a\")) { } _ = WorkAsync(); }")]
    [InlineData("public async Task Run() { _ = WorkAsync(); await using var h = await locks.AcquireAsync(\"a\"); }")]
    [InlineData("public void Run() { _ = WorkAsync(); new Thread(() => { }).Start(); }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); return WorkAsync(); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); invoices.SendAsync(\"b\"); }")]
    [InlineData("public async Task Run() { var h = await locks.AcquireAsync(\"a\"); try { } finally { _ = h.DisposeAsync(); } }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); _ = Task.Delay(1); _ = Task.FromResult(1); _ = Task.CompletedTask; }")]
    [InlineData("public void Run() { using var h = locks.Acquire(\"a\"); var thread = new Thread(() => { }); thread.Start(); thread.Join(); }")]
    [InlineData("private Thread? _thread; public void Run() { using var h = locks.Acquire(\"a\"); _thread = new Thread(() => { }); _thread.Start(); }")]
    [InlineData("private List<Thread> _threads = new(); public void Run() { using var h = locks.Acquire(\"a\"); var thread = new Thread(() => { }); _threads.Add(thread); thread.Start(); }")]
    [InlineData("public void Run() { using var h = locks.Acquire(\"a\"); using var done = new ManualResetEventSlim(); ThreadPool.QueueUserWorkItem(_ => done.Set()); done.Wait(); }")]
    [InlineData("public event Action? Happened; public void Run() { using var h = locks.Acquire(\"a\"); Happened += async () => await WorkAsync(); }")]
    [InlineData("public void Run(CancellationToken ct) { using var h = locks.Acquire(\"a\"); ct.Register(() => { WorkAsync(); }); }")]
    [InlineData("public void Run() { using var h = locks.Acquire(\"a\"); Parallel.ForEach(new int[0], n => { }); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); await Parallel.ForEachAsync(new int[0], async (n, ct) => await Task.Delay(n, ct)); }")]
    [InlineData("public async Task Run() { await using var h = await locks.TryAcquireAsync(\"a\"); if (h is null) { _ = WorkAsync(); } }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); var task = WorkAsync(); try { } finally { await task; } }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); async Task Later() { _ = WorkAsync(); await Task.Yield(); } Keep(Later); } private static void Keep(Func<Task> later) { }")]
    [InlineData("public async Task Run() { Task task = Task.CompletedTask; var h = await locks.AcquireAsync(\"a\"); try { task = WorkAsync(); } finally { await task; await h.DisposeAsync(); } }")]
    [InlineData("public async Task Run() { var h = await locks.AcquireAsync(\"a\"); var task = WorkAsync(); await h.DisposeAsync(); await task; }")]
    public Task Work_that_is_waited_for_or_starts_outside_is_fine(string members) => Check.SilentAsync(Rule, Programs.With(members));

    [Fact(Timeout = 60_000)]
    public Task A_locked_methods_task_is_reported_once() => Check.AllReportAsync(Programs.With(
        "public void Run() { using var h = locks.Acquire(\"a\"); {|DLK0101:invoices.SendAsync(\"b\")|}; }"));
}
