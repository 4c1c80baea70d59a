using DistributedLock.Analyzers.Tests.Awaiting;
using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Holding;

/// <summary>DLK0103: a task is returned out of the scope that holds the lock.</summary>
public class TaskLeavesUsingTests
{
    private const string Rule = "DLK0103";

    [Theory(Timeout = 60_000)]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); return [|WorkAsync()|]; }")]
    [InlineData("public Task<int> Run() { using (locks.Acquire(\"a\")) { return [|NumberAsync()|]; } }")]
    [InlineData("public Task Run() { using (locks.Acquire(\"a\")) return [|WorkAsync()|]; }")]
    [InlineData("public Task Run() { using (var h = locks.AcquireAll(new LockKey[] { \"a\" })) { return [|WorkAsync()|]; } }")]
    [InlineData("public Task Run(IDistributedLockHandle h) { using (h) { return [|WorkAsync()|]; } }")]
    [InlineData("public ValueTask<string> Run() { using var h = _memory.Acquire(\"a\"); return [|invoices.ReadAsync(\"b\")|]; }")]
    [InlineData("public Task<string> Run() { using var h = locks.Acquire(\"a\"); return [|invoices.ReadAsync(\"b\").AsTask()|]; }")]
    [InlineData("public ValueTask Run() { using var h = locks.Acquire(\"a\"); return new ValueTask(1 == 2 ? Task.CompletedTask : WorkAsync()); }", false)]
    [InlineData("public Task Run() { using var h = _medallion.Acquire(); return [|WorkAsync()|]; }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); var task = WorkAsync(); return [|task|]; }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); Task task; task = WorkAsync(); return [|task|]; }")]
    [InlineData("public Task Run(bool some) { using var h = locks.Acquire(\"a\"); return [|some ? WorkAsync() : Task.CompletedTask|]; }")]
    [InlineData("public Task Run(bool some) { using var h = locks.Acquire(\"a\"); if (some) { return [|WorkAsync()|]; } return Task.CompletedTask; }")]
    [InlineData("public Task Run(int n) { using var h = locks.Acquire(\"a\"); return [|n switch { 0 => Task.CompletedTask, _ => WorkAsync() }|]; }")]
    [InlineData("public Task Run(Invoices? some) { using var h = locks.Acquire(\"a\"); return [|some?.SendAsync(\"b\") ?? Task.CompletedTask|]; }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); return [|Task.Run(() => 1)|]; }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); return [|Task.WhenAll(WorkAsync(), WorkAsync())|]; }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); return [|WorkAsync().ContinueWith(_ => 1)|]; }")]
    [InlineData("public Task Run() { var h = locks.Acquire(\"a\"); try { return [|WorkAsync()|]; } finally { h.Dispose(); } }")]
    [InlineData("public Task Run() { IDistributedLockHandle? h = null; try { h = locks.Acquire(\"a\"); return [|WorkAsync()|]; } finally { h?.Dispose(); } }")]
    [InlineData("public Func<Task> Run() => () => { using var h = locks.Acquire(\"a\"); return [|WorkAsync()|]; };")]
    [InlineData("public Task Run() { return Local(); Task Local() { using var h = locks.Acquire(\"a\"); return [|WorkAsync()|]; } }")]
    [InlineData("public Task Run() { using var h = locks.TryAcquire(\"a\"); if (h is null) { return Task.CompletedTask; } return [|WorkAsync()|]; }")]
    [InlineData("public Task Run() { using var h = locks.TryAcquire(\"a\"); return h is null ? Task.CompletedTask : WorkAsync(); }", false)]
    [InlineData("public Task Run() { if (locks.TryAcquire(\"a\") is { } h) { using (h) { return [|WorkAsync()|]; } } return Task.CompletedTask; }")]
    [InlineData("public Task Value { get { using var h = locks.Acquire(\"a\"); return [|WorkAsync()|]; } }")]
    [InlineData("public Task Run(int n) { switch (n) { case 0: { using var h = locks.Acquire(\"a\"); return [|WorkAsync()|]; } default: return Task.CompletedTask; } }")]
    [InlineData("public Task Run() { using (var file = new System.IO.MemoryStream()) using (locks.Acquire(\"a\")) { return [|WorkAsync()|]; } }")]
    [InlineData("public Task Run(Func<Task> work) { using var h = locks.Acquire(\"a\"); return [|work()|]; }")]
    [InlineData("public Task<int> Run(Func<string, Task<int>> work) { using var h = locks.Acquire(\"a\"); return [|work.Invoke(\"b\")|]; }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); var work = () => WorkAsync(); return [|work()|]; }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); Func<Task> work = async () => await Task.Yield(); var task = work(); return [|task|]; }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); return [|Work()|]; Task Work() => WorkAsync(); }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); async Task Work() => await WorkAsync(); return [|Work()|]; }")]
    [InlineData("private delegate ValueTask Job(); public ValueTask Run(Invoices? some) { Job job = () => default; using var h = locks.Acquire(\"a\"); return [|job()|]; }")]
    [InlineData("public Task? Run(Func<Task>? work) { using var h = locks.Acquire(\"a\"); return [|work?.Invoke()|]; }")]
    public Task A_running_task_that_leaves_is_reported(string members, bool isReported = true) =>
        isReported ? Check.ReportsAsync(Rule, Programs.With(members)) : Task.CompletedTask;

    [Theory(Timeout = 60_000)]
    [InlineData("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); await WorkAsync(); }")]
    [InlineData("public async Task<int> Run() { using var h = locks.Acquire(\"a\"); return await NumberAsync(); }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); return Task.CompletedTask; }")]
    [InlineData("public Task<int> Run() { using var h = locks.Acquire(\"a\"); return Task.FromResult(1); }")]
    [InlineData("public Task<int> Run() { using var h = locks.Acquire(\"a\"); return Task.FromException<int>(new Exception()); }")]
    [InlineData("public ValueTask<int> Run() { using var h = locks.Acquire(\"a\"); return new ValueTask<int>(1); }")]
    [InlineData("public ValueTask<int> Run() { using var h = locks.Acquire(\"a\"); return default; }")]
    [InlineData("public int Run() { using var h = locks.Acquire(\"a\"); return 1; }")]
    [InlineData("public string Run() { using var h = locks.Acquire(\"a\"); return h.ToString()!; }")]
    [InlineData("public Task Run() { using (locks.Acquire(\"a\")) { } return WorkAsync(); }")]
    [InlineData("public Task Run() { using (new System.IO.MemoryStream()) { return WorkAsync(); } }")]
    [InlineData("public Task? Run() { using var h = locks.Acquire(\"a\"); return _last; }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); return _last ??= WorkAsync(); }")]
    [InlineData("public Task Run(Task given) { using var h = locks.Acquire(\"a\"); return given; }")]
    [InlineData("public Task Run(Dictionary<string, Task> cache) { using var h = locks.Acquire(\"a\"); return cache[\"a\"]; }")]
    [InlineData("public Task Run(System.Collections.Concurrent.ConcurrentDictionary<string, Task> cache) { using var h = locks.Acquire(\"a\"); return cache.GetOrAdd(\"a\", _ => WorkAsync()); }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); var task = WorkAsync(); task.Wait(); return task; }")]
    [InlineData("public Task Run() { var task = WorkAsync(); using var h = locks.Acquire(\"a\"); return task; }")]
    [InlineData("public Task Run() { var h = locks.Acquire(\"a\"); _kept.Add(WorkAsync()); h.Dispose(); return WorkAsync(); }")]
    [InlineData("public IDistributedLockHandle Run() { var h = locks.Acquire(\"a\"); return h; }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); Func<Task> later = () => WorkAsync(); Keep(later); return Task.CompletedTask; } private static void Keep(Func<Task> later) { }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); Func<Task> later = () => { return WorkAsync(); }; Keep(later); return Task.CompletedTask; } private static void Keep(Func<Task> later) { }")]
    [InlineData("public async Task<Task> Run() { await using var h = await locks.AcquireAsync(\"a\"); return WorkAsync(); }")]
    [InlineData("public Task Run() { using var h = locks.TryAcquire(\"a\"); if (h is null) { return WorkAsync(); } return Task.CompletedTask; }")]
    [InlineData("public Task Run() { using var h = locks.TryAcquire(\"a\"); if (h != null) { return Task.CompletedTask; } else { return WorkAsync(); } }")]
    [InlineData("public Task Run(TaskCompletionSource source) { using var h = locks.Acquire(\"a\"); return source.Task; }")]
    [InlineData("public int Run(Func<int> work) { using var h = locks.Acquire(\"a\"); return work(); }")]
    [InlineData("public async Task<int> Run(Func<Task<int>> work) { await using var h = await locks.AcquireAsync(\"a\"); return await work(); }")]
    [InlineData("public Func<Task> Run(Func<Task> work) { using var h = locks.Acquire(\"a\"); return work; }")]
    [InlineData("public Task Run(Func<Task> work) { using (locks.Acquire(\"a\")) { } return work(); }")]
    public Task A_task_that_has_ended_or_was_there_before_is_fine(string members) => Check.SilentAsync(Rule, Programs.With(members));

    [Fact(Timeout = 60_000)]
    public Task A_task_returned_by_a_core_is_awaited_by_its_wrapper() => Check.SilentAsync(Rule, """
        public partial class Invoices(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial Task RunAsync();
            private Task RunCoreAsync() => Task.Run(() => 1);
        }
        """);
}
