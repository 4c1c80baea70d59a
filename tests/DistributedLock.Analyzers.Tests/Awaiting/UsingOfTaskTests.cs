using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Awaiting;

/// <summary>DLK0104: <c>using</c> on the task instead of on the handle.</summary>
public class UsingOfTaskTests
{
    private const string Rule = "DLK0104";

    [Theory(Timeout = 60_000)]
    [InlineData("public void Run() { using ([|locks.AcquireAsync(\"a\").AsTask()|]) { } }")]
    [InlineData("public async Task Run() { using ([|locks.AcquireAsync(\"a\").AsTask()|]) { await WorkAsync(); } }")]
    [InlineData("public void Run() { using var task = [|locks.TryAcquireAsync(\"a\").AsTask()|]; }")]
    [InlineData("public void Run() { using (var task = [|locks.AcquireAllAsync(new LockKey[] { \"a\" }).AsTask()|]) { } }")]
    [InlineData("public void Run() { using (Task task = [|_memory.AcquireAsync(\"a\").AsTask()|]) { } }")]
    [InlineData("public void Run() { using var handle = [|_medallion.AcquireAsync()|]; }")]
    [InlineData("public async Task Run() { using ([|_medallion.AcquireAsync()|]) { await WorkAsync(); } }")]
    [InlineData("public void Run() { using ([|OpenAsync()|]) { } } private async Task<IDistributedLockHandle> OpenAsync() => await locks.AcquireAsync(\"a\");")]
    [InlineData("public async Task Run() { var task = _medallion.AcquireAsync(); using ([|task|]) { await task; } }")]
    [InlineData("public async Task Run() { using var task = [|_medallion.AcquireAsync()|]; await using var handle = await task; }")]
    [InlineData("public void Run() { using Task first = [|_medallion.AcquireAsync()|], second = [|_medallion.AcquireAsync()|]; }")]
    public Task A_task_of_a_handle_in_using_is_reported(string members) => Check.ReportsAsync(Rule, Programs.With(members));

    [Theory(Timeout = 60_000)]
    [InlineData("public async Task Run() { using (await locks.AcquireAsync(\"a\")) { } }")]
    [InlineData("public async Task Run() { await using (await locks.AcquireAsync(\"a\")) { } }")]
    [InlineData("public async Task Run() { await using var handle = await _medallion.AcquireAsync(); }")]
    [InlineData("public async Task Run() { await using var handle = (await _medallion.AcquireAsync()).ConfigureAwait(false); }")]
    [InlineData("public void Run() { using var handle = _medallion.Acquire(); }")]
    [InlineData("public void Run() { using (WorkAsync()) { } }")]
    [InlineData("public void Run() { using (invoices.SendAsync(\"a\")) { } }")]
    [InlineData("public void Run() { using var handle = locks.TryAcquireAsync(\"a\").AsTask().Result; }")]
    [InlineData("public void Run() { using var task = _medallion.EnterAsync(); }")]
    public Task A_handle_or_another_task_in_using_is_fine(string members) => Check.SilentAsync(Rule, Programs.With(members));

    [Fact(Timeout = 60_000)]
    public Task Foreign_handles_count_only_when_they_are_listed() =>
        Check.SilentAsync(Rule, Programs.With("public void Run() { using var handle = _medallion.AcquireAsync(); }", editorConfig: null));

    [Fact(Timeout = 60_000)]
    public Task A_task_in_using_is_not_called_unawaited_as_well() =>
        Check.AllReportAsync(Programs.With("public void Run() { using ({|DLK0104:_medallion.AcquireAsync()|}) { } }"));
}
