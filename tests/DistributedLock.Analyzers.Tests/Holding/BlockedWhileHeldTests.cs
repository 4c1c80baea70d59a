using DistributedLock.Analyzers.Tests.Awaiting;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Holding;

/// <summary>DLK0106: blocking while the lock is held, where awaiting is possible.</summary>
public class BlockedWhileHeldTests
{
    private const string Rule = "DLK0106";

    [Theory(Timeout = 60_000)]
    [InlineData("[|Thread.Sleep(1)|];")]
    [InlineData("[|Thread.Sleep(TimeSpan.FromSeconds(1))|];")]
    [InlineData("[|WorkAsync().Wait()|];")]
    [InlineData("[|WorkAsync().Wait(100)|];")]
    [InlineData("var n = [|NumberAsync().Result|];")]
    [InlineData("[|WorkAsync().GetAwaiter().GetResult()|];")]
    [InlineData("var n = [|NumberAsync().ConfigureAwait(false).GetAwaiter().GetResult()|] + 1;")]
    [InlineData("var n = [|invoices.ReadAsync(\"b\").Result|].Length;")]
    [InlineData("var n = [|invoices.ReadAsync(\"b\").GetAwaiter().GetResult()|];")]
    [InlineData("[|Task.WaitAll(WorkAsync(), WorkAsync())|];")]
    [InlineData("[|Task.WaitAny(WorkAsync(), WorkAsync())|];")]
    [InlineData("var thread = new Thread(() => { }); thread.Start(); [|thread.Join()|];")]
    [InlineData("var task = NumberAsync(); var n = [|task.Result|];")]
    [InlineData("foreach (var i in new[] { 1 }) { [|Thread.Sleep(i)|]; }")]
    [InlineData("try { [|Thread.Sleep(1)|]; } catch (Exception) { }")]
    [InlineData("if (_last != null) { [|_last.Wait()|]; }")]
    public async Task Blocking_is_reported_in_every_kind_of_scope(string statements)
    {
        foreach (var scope in new[]
        {
            "public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); $$ }",
            "public async Task Run() { await using (await locks.AcquireAsync(\"a\")) { $$ } }",
            "public async Task Run() { await using (var h = await _medallion.AcquireAsync()) { $$ } }",
            "public async Task Run() { var h = await locks.AcquireAsync(\"a\"); try { $$ } finally { await h.DisposeAsync(); } }",
            "public async Task Run() { var h = await locks.AcquireAsync(\"a\"); $$ await h.DisposeAsync(); }",
            "public async Task Run() { if (await locks.TryAcquireAsync(\"a\") is { } h) { await using (h) { $$ } } }",
            "public async Task Run() { await using var h = await locks.TryAcquireAsync(\"a\"); if (h is not null) { $$ } }",
            "public async Task Run() { var h = await locks.AcquireAsync(\"a\"); await using (h.ConfigureAwait(false)) { $$ } }",
            "public Task Run() { using var h = locks.Acquire(\"a\"); $$ return Task.CompletedTask; }",
            "public Func<Task> Run() => async () => { await using var h = await locks.AcquireAsync(\"a\"); $$ };",
        })
        {
            await Check.ReportsAsync(Rule, Programs.With(scope.Replace("$$", statements, StringComparison.Ordinal)));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Task", "private async Task RunCoreAsync() { await Task.Yield(); [|Thread.Sleep(1)|]; }")]
    [InlineData("Task", "private Task RunCoreAsync() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }")]
    [InlineData("Task<int>", "private async Task<int> RunCoreAsync() { await Task.Yield(); return [|Task.FromResult(1).ContinueWith(t => 2).Result|]; }")]
    [InlineData("ValueTask", "private async ValueTask RunCoreAsync() { await Task.Yield(); [|Task.Delay(1).Wait()|]; }")]
    [InlineData("IAsyncEnumerable<int>", "private async IAsyncEnumerable<int> RunCoreAsync() { await Task.Yield(); [|Thread.Sleep(1)|]; yield return 1; }")]
    public Task Blocking_in_the_core_of_an_async_wrapper_is_reported(string result, string core) => Check.ReportsAsync(Rule, $$"""
        public partial class Invoices(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial {{result}} RunAsync();
            {{core}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Blocking_in_the_core_of_a_synchronous_wrapper_is_what_its_caller_asked_for() => Check.SilentAsync(Rule, """
        public partial class Invoices(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial int Run();
            private int RunCore() { Thread.Sleep(1); return Task.Delay(1).ContinueWith(_ => 1).Result; }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("public async Task Run() { [|using|] var h = await locks.AcquireAsync(\"a\"); await WorkAsync(); }")]
    [InlineData("public async Task Run() { [|using|] (await locks.AcquireAsync(\"a\")) { await WorkAsync(); } }")]
    [InlineData("public async Task Run() { [|using|] (var h = await locks.TryAcquireAsync(\"a\")) { await WorkAsync(); } }")]
    [InlineData("public async Task Run() { [|using|] var h = await locks.TryAcquireAsync(\"a\") ?? throw new TimeoutException(); }")]
    [InlineData("public async Task Run() { [|using|] var h = await _medallion.AcquireAsync().ConfigureAwait(false); }")]
    [InlineData("public async Task Run() { [|using|] (await _memory.AcquireAllAsync(new LockKey[] { \"a\" })) { } }")]
    [InlineData("public Func<Task> Run() => async () => { [|using|] var h = await locks.AcquireAsync(\"a\"); };")]
    public Task Using_where_await_using_is_possible_is_reported(string members) => Check.ReportsAsync(Rule, Programs.With(members));

    [Theory(Timeout = 60_000)]
    [InlineData("public void Run() { using var h = locks.Acquire(\"a\"); Thread.Sleep(1); WorkAsync().Wait(); }")]
    [InlineData("public int Run() { using var h = locks.Acquire(\"a\"); return NumberAsync().Result; }")]
    [InlineData("public async Task Run() { using var h = locks.Acquire(\"a\"); await WorkAsync(); }")]
    [InlineData("public async Task Run() { await WorkAsync(); Thread.Sleep(1); }")]
    [InlineData("public async Task Run() { Thread.Sleep(1); await using var h = await locks.AcquireAsync(\"a\"); }")]
    [InlineData("public async Task Run() { await using (await locks.AcquireAsync(\"a\")) { } Thread.Sleep(1); }")]
    [InlineData("public async Task Run() { var h = await locks.AcquireAsync(\"a\"); await h.DisposeAsync(); Thread.Sleep(1); }")]
    [InlineData("public async Task Run() { var h = await locks.AcquireAsync(\"a\"); try { } finally { await h.DisposeAsync(); } Thread.Sleep(1); }")]
    [InlineData("public async Task Run() { await using var h = await locks.TryAcquireAsync(\"a\"); if (h is null) { Thread.Sleep(1); } }")]
    [InlineData("public async Task Run() { await using var h = await locks.TryAcquireAsync(\"a\"); if (h == null) { Thread.Sleep(1); } }")]
    [InlineData("public async Task Run() { await using var h = await locks.TryAcquireAsync(\"a\"); if (h is { }) { } else { Thread.Sleep(1); } }")]
    [InlineData("public async Task Run() { await using var h = await locks.TryAcquireAsync(\"a\"); if (h is not { }) { Thread.Sleep(1); } }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); var task = NumberAsync(); await Task.WhenAll(task); var n = task.Result; }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); var task = NumberAsync(); await Task.WhenAll(new[] { task, task }); var n = task.Result; }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); var a = NumberAsync(); var b = NumberAsync(); await Task.WhenAll([a, b]); var n = a.Result + b.Result; }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); var task = NumberAsync(); await task; var n = task.Result; }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); var task = NumberAsync(); if (task.IsCompletedSuccessfully) { var n = task.Result; } }")]
    [InlineData("public async Task Run(Task<int> task) { await using var h = await locks.AcquireAsync(\"a\"); if (task.IsCompleted) { var n = task.Result; } }")]
    [InlineData("public async Task Run(Task<int> task) { await using var h = await locks.AcquireAsync(\"a\"); if (task is { IsCompletedSuccessfully: true, Result: var n }) { Console.WriteLine(n); } }")]
    [InlineData("public async Task Run(Task<int>[] tasks) { await using var h = await locks.AcquireAsync(\"a\"); await Task.WhenAll(tasks); var n = tasks[0].Result; foreach (var task in tasks) { n += task.Result; } }")]
    [InlineData("public async Task Run(Task<int>[] tasks) { await using var h = await locks.AcquireAsync(\"a\"); await Task.WhenAll(tasks); var n = tasks.Sum(task => task.Result); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); await NumberAsync().ContinueWith(task => task.Result); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); await Task.Run(() => Thread.Sleep(1)); }")]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); await Task.Delay(1); }")]
    [InlineData("public async Task Run(Answer answer) { await using var h = await locks.AcquireAsync(\"a\"); var n = answer.Result; answer.Wait(); } public class Answer { public int Result => 1; public void Wait() { } }")]
    [InlineData("public async Task Run() { using var h = await _medallion.EnterAsync(); Thread.Sleep(1); }")]
    [InlineData("public async Task Run() { await using var file = new System.IO.MemoryStream(); Thread.Sleep(1); }")]
    [InlineData("public async Task Run() { using var file = await OpenAsync(); } private Task<System.IO.MemoryStream> OpenAsync() => Task.FromResult(new System.IO.MemoryStream());")]
    public Task Blocking_without_a_lock_or_where_nobody_could_await_is_fine(string members) => Check.SilentAsync(Rule, Programs.With(members));

    [Fact(Timeout = 60_000)]
    public Task Using_of_a_handle_that_cannot_be_released_asynchronously_is_fine() => Check.SilentAsync(Rule, Programs.With(
        "public async Task Run() { using var h = await _medallion.EnterAsync(); }",
        "root = true\n[*.cs]\ndistributedlock.handle_types = Medallion.IHandle, Medallion.IDisposableOnlyHandle\n"));

    [Fact(Timeout = 60_000)]
    public Task Blocking_under_such_a_handle_is_reported() => Check.ReportsAsync(Rule, Programs.With(
        "public async Task Run() { using var h = await _medallion.EnterAsync(); [|Thread.Sleep(1)|]; }",
        "root = true\n[*.cs]\ndistributedlock.handle_types = Medallion.IHandle, Medallion.IDisposableOnlyHandle\n"));

    [Theory(Timeout = 60_000)]
    [InlineData(LanguageVersion.CSharp9, NullableContextOptions.Disable)]
    [InlineData(LanguageVersion.CSharp9, NullableContextOptions.Enable)]
    [InlineData(LanguageVersion.CSharp12, NullableContextOptions.Enable)]
    public Task Every_language_version_is_covered(LanguageVersion version, NullableContextOptions nullable) => Check.AllReportAsync(new TestCode("""
        public class Invoices
        {
            private readonly IDistributedLockProvider _locks;
            public Invoices(IDistributedLockProvider locks) { _locks = locks; }
            public async Task CreateAsync(string id)
            {
                {|DLK0106:using|} var handle = await _locks.AcquireAsync(id);
                {|DLK0106:Thread.Sleep(1)|};
                _ = {|DLK0108:SaveAsync()|};
            }
            public Task UpdateAsync(string id)
            {
                using (_locks.Acquire(id))
                {
                    return {|DLK0103:SaveAsync()|};
                }
            }
            private static Task SaveAsync() { return Task.CompletedTask; }
        }
        """) { LanguageVersion = version, Nullable = nullable });
}
