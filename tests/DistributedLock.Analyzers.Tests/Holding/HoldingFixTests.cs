using DistributedLock.Analyzers.Tests.Awaiting;
using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Holding;

/// <summary>The fixes of DLK0103 and DLK0106.</summary>
public class HoldingFixTests
{
    [Theory(Timeout = 60_000)]
    [InlineData(
        "public Task Run() { using var h = locks.Acquire(\"a\"); return WorkAsync(); }",
        "public async Task Run() { using var h = locks.Acquire(\"a\"); await WorkAsync(); }")]
    [InlineData(
        "public Task<int> Run() { using (locks.Acquire(\"a\")) { return NumberAsync(); } }",
        "public async Task<int> Run() { using (locks.Acquire(\"a\")) { return await NumberAsync(); } }")]
    [InlineData(
        "public Task Run() { using (locks.Acquire(\"a\")) return WorkAsync(); }",
        "public async Task Run() { using (locks.Acquire(\"a\")) await WorkAsync(); }")]
    [InlineData(
        "public Task Run() { using (locks.Acquire(\"a\")) { return WorkAsync(); } }",
        "public async Task Run() { using (locks.Acquire(\"a\")) { await WorkAsync(); } }")]
    [InlineData(
        "public Task Run(bool some) { using (locks.Acquire(\"a\")) { if (some) { return WorkAsync(); } } return NumberAsync(); }",
        "public async Task Run(bool some) { using (locks.Acquire(\"a\")) { if (some) { await WorkAsync(); return; } } await NumberAsync(); }")]
    [InlineData(
        "public Task Run(bool some) { using var h = locks.Acquire(\"a\"); return some ? WorkAsync() : Task.CompletedTask; }",
        "public async Task Run(bool some) { using var h = locks.Acquire(\"a\"); await (some ? WorkAsync() : Task.CompletedTask); }")]
    [InlineData(
        "public Task Run() { var h = locks.Acquire(\"a\"); try { return WorkAsync(); } finally { h.Dispose(); } }",
        "public async Task Run() { var h = locks.Acquire(\"a\"); try { await WorkAsync(); } finally { h.Dispose(); } }")]
    [InlineData(
        "public Task Run(int n) { using var h = locks.Acquire(\"a\"); switch (n) { case 0: return WorkAsync(); default: return Task.CompletedTask; } }",
        "public async Task Run(int n) { using var h = locks.Acquire(\"a\"); switch (n) { case 0: await WorkAsync(); return; default: return; } }")]
    [InlineData(
        "public Func<Task> Run() => () => { using var h = locks.Acquire(\"a\"); return WorkAsync(); };",
        "public Func<Task> Run() => async () => { using var h = locks.Acquire(\"a\"); await WorkAsync(); };")]
    [InlineData(
        "public Task<int> Run() { using var h = locks.Acquire(\"a\"); Func<int> other = () => { return 1; }; return NumberAsync(); }",
        "public async Task<int> Run() { using var h = locks.Acquire(\"a\"); Func<int> other = () => { return 1; }; return await NumberAsync(); }")]
    [InlineData(
        "/// <summary>Documented.</summary>\n    Task Run() { using var h = locks.Acquire(\"a\"); return WorkAsync(); }",
        "/// <summary>Documented.</summary>\n    async Task Run() { using var h = locks.Acquire(\"a\"); await WorkAsync(); }")]
    public Task A_returned_task_is_awaited(string before, string after) => Fix.MendsAsync("DLK0103", Programs.With(before), Programs.With(after).Source);

    [Theory(Timeout = 60_000)]
    [InlineData("public Task Run(out int n) { n = 1; using var h = locks.Acquire(\"a\"); return WorkAsync(); }")]
    [InlineData("public Task Value { get { using var h = locks.Acquire(\"a\"); return WorkAsync(); } }")]
    [InlineData("public Task Run() { using var h = locks.Acquire(\"a\"); lock (_kept) { return WorkAsync(); } }")]
    [InlineData("public Task Run(ReadOnlySpan<char> text) { using var h = locks.Acquire(\"a\"); return WorkAsync(); }")]
    public Task A_method_that_cannot_be_async_is_left_alone(string members) => Fix.IsNotOfferedAsync("DLK0103", Programs.With(members));

    [Fact(Timeout = 60_000)]
    public Task All_returned_tasks_are_awaited_at_once() => Fix.MendsAllAsync(
        "DLK0103",
        Programs.With("public Task Run(bool some) { using var h = locks.Acquire(\"a\"); if (some) { return WorkAsync(); } return NumberAsync(); } public Task<int> More() { using (locks.Acquire(\"a\")) { return NumberAsync(); } }"),
        Programs.With("public async Task Run(bool some) { using var h = locks.Acquire(\"a\"); if (some) { await WorkAsync(); return; } await NumberAsync(); } public async Task<int> More() { using (locks.Acquire(\"a\")) { return await NumberAsync(); } }").Source);

    [Theory(Timeout = 60_000)]
    [InlineData("Thread.Sleep(1);", "await Task.Delay(1);")]
    [InlineData("System.Threading.Thread.Sleep(TimeSpan.FromSeconds(1)); // why", "await Task.Delay(TimeSpan.FromSeconds(1)); // why")]
    [InlineData("WorkAsync().Wait();", "await WorkAsync();")]
    [InlineData("var n = NumberAsync().Result;", "var n = await NumberAsync();")]
    [InlineData("var n = NumberAsync().Result.ToString();", "var n = (await NumberAsync()).ToString();")]
    [InlineData("Console.WriteLine(NumberAsync().Result);", "Console.WriteLine(await NumberAsync());")]
    [InlineData("var n = NumberAsync().Result + NumberAsync().Result;", "var n = await NumberAsync() + await NumberAsync();")]
    [InlineData("WorkAsync().GetAwaiter().GetResult();", "await WorkAsync();")]
    [InlineData("var n = NumberAsync().ConfigureAwait(false).GetAwaiter().GetResult();", "var n = await NumberAsync().ConfigureAwait(false);")]
    [InlineData("var n = invoices.ReadAsync(\"b\").AsTask().Result.Length;", "var n = (await invoices.ReadAsync(\"b\")).Length;")]
    [InlineData("Task.WaitAll(WorkAsync(), NumberAsync());", "await Task.WhenAll(WorkAsync(), NumberAsync());")]
    [InlineData("Task.WaitAny(WorkAsync(), NumberAsync());", "await Task.WhenAny(WorkAsync(), NumberAsync());")]
    [InlineData("var first = NumberAsync(); var n = first.Result;", "var first = NumberAsync(); var n = await first;")]
    public async Task Blocking_becomes_awaiting(string before, string after)
    {
        const string Start = "public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); ";
        await Fix.MendsAsync("DLK0106", Programs.With($"{Start}{before}\n }}"), Programs.With($"{Start}{after}\n }}").Source);
        const string Synchronous = "public async Task Run() { using (locks.Acquire(\"a\")) { ";
        await Fix.MendsAsync("DLK0106", Programs.With($"{Synchronous}{before}\n }} }}"), Programs.With($"{Synchronous}{after}\n }} }}").Source);
        await Fix.MendsAsync(
            "DLK0106",
            Programs.With($"public Task Run() {{ using var h = locks.Acquire(\"a\"); {before}\n return Task.CompletedTask; }}"),
            Programs.With($"public async Task Run() {{ using var h = locks.Acquire(\"a\"); {after}\n}}").Source);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("CancellationToken token", "Thread.Sleep(1);", "await Task.Delay(1, token);")]
    [InlineData("CancellationToken @lock", "Thread.Sleep(/* ms */ 1);", "await Task.Delay(/* ms */ 1, @lock);")]
    [InlineData("CancellationToken one, CancellationToken two", "Thread.Sleep(1);", "await Task.Delay(1);")]
    [InlineData("CancellationToken token", "WorkAsync().Wait(token);", "await WorkAsync().WaitAsync(token);")]
    [InlineData("CancellationToken token", "WorkAsync().Wait();", "await WorkAsync();")]
    public Task Token_in_reach_is_passed_on(string parameters, string before, string after)
    {
        var code = (string statement) => Programs.With($"public async Task Run({parameters}) {{ await using var h = await locks.AcquireAsync(\"a\"); {statement} }}");
        return Fix.MendsAsync("DLK0106", code(before), code(after).Source);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("new Thread(() => { }).Join();")]
    [InlineData("WorkAsync().Wait(100);")]
    [InlineData("Task.WaitAll(new[] { WorkAsync() }, 100);")]
    [InlineData("var n = Task.WaitAny(WorkAsync(), NumberAsync());")]
    [InlineData("lock (_kept) { Thread.Sleep(1); }")]
    public Task Blocking_without_an_asynchronous_twin_is_left_alone(string statement) =>
        Fix.IsNotOfferedAsync("DLK0106", Programs.With($"public async Task Run() {{ await using var h = await locks.AcquireAsync(\"a\"); {statement} }}"));

    [Theory(Timeout = 60_000)]
    [InlineData(
        "public async Task Run() { /* why */ using var h = await locks.AcquireAsync(\"a\"); }",
        "public async Task Run() { /* why */ await using var h = await locks.AcquireAsync(\"a\"); }")]
    [InlineData(
        "public async Task Run() { using (await _medallion.AcquireAsync()) { await WorkAsync(); } }",
        "public async Task Run() { await using (await _medallion.AcquireAsync()) { await WorkAsync(); } }")]
    public Task Using_becomes_await_using(string before, string after) => Fix.MendsAsync("DLK0106", Programs.With(before), Programs.With(after).Source);

    [Theory(Timeout = 60_000)]
    [InlineData("public ValueTask<int> Run(bool no) { if (no) return new(5); using var h = locks.Acquire(\"a\"); return CountAsync(); } private ValueTask<int> CountAsync() => new(NumberAsync());")]
    [InlineData("public Task Run(bool no) { if (no) return null!; using var h = locks.Acquire(\"a\"); return WorkAsync(); }")]
    [InlineData("public Task Run(string s) { var part = s.AsSpan(1); using var h = locks.Acquire(part.ToString()); return WorkAsync(); }")]
    public Task What_an_async_method_cannot_have_is_left_alone(string method) =>
        Fix.IsNotOfferedAsync("DLK0103", Programs.With(method) with { LanguageVersion = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12 });

    [Fact(Timeout = 60_000)]
    public Task Default_stays_the_value() => Fix.MendsAsync(
        "DLK0103",
        Programs.With("public Task<int> Run(bool no) { if (no) return default!; using var h = locks.Acquire(\"a\"); return NumberAsync(); }"),
        Programs.With("public async Task<int> Run(bool no) { if (no) return default!; using var h = locks.Acquire(\"a\"); return await NumberAsync(); }").Source);

    [Fact(Timeout = 60_000)]
    public Task All_blocking_is_mended_at_once() => Fix.MendsAllAsync(
        "DLK0106",
        Programs.With("public async Task Run() { using var h = await locks.AcquireAsync(\"a\"); Thread.Sleep(NumberAsync().Result); WorkAsync().Wait(); }"),
        Programs.With("public async Task Run() { await using var h = await locks.AcquireAsync(\"a\"); await Task.Delay(await NumberAsync()); await WorkAsync(); }").Source);
}
